namespace MLNetUNetFill.Context;

/// <summary>For every gene the genes whose residuals of the completion say most of its own; see <see cref="ContextChannel.RelatedGenes"/>.</summary>
/// <param name="Count">K, how many each gene has.</param>
/// <param name="Genes">Their indices, <c>[K, G]</c>, row-major.</param>
/// <param name="Weights">What their residuals are multiplied with, <c>[K, G]</c>; 0 for one that counts for nothing.</param>
internal sealed record RelatedGenes(int Count, int[] Genes, float[] Weights);
