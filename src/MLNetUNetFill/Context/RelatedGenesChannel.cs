namespace MLNetUNetFill.Context;

/// <summary>What goes with single genes rather than with the leading components.</summary>
/// <remarks><c>RelatedGenes</c> is the weighted sum of the residuals that the completion leaves at the gene's
/// <see cref="CellContext.Related"/>
/// genes, where these are observed.</remarks>
internal sealed class RelatedGenesChannel : IChannelGroup
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["RelatedGenes"];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells)
    {
        var (context, related) = (cells.Context, cells.Context.Numbers.Related);
        var genes = context.Stored(related.Genes, false, () => Array.ConvertAll(related.Genes, gene => (long)gene).ToTensor());
        var weights = context.Stored(related.Weights, false, () => related.Weights.ToTensor(1, related.Count, context.GeneCount));
        var residuals = ((cells.Standardised - cells[CompletionChannel.Fine]) * cells.Observed).index_select(1, genes);
        return [(residuals.reshape(-1, related.Count, context.GeneCount) * weights).sum(dim: 1)];
    }

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var (graph, count, places) = (cells.Graph, cells.Context.Related.Count, cells.Order.Count);
        var (pixels, weights) = OnPixels(cells);
        var difference = graph.Node("Sub", "completion_difference", [cells[CellChannels.Expression], cells[CompletionChannel.Fine]]);
        var residual = graph.Node("Mul", "completion_residual", [difference, cells[CellChannels.Observed]]);
        // As in PixelOrder: rows of the transposed matrix are gathered several times as fast as columns.
        var turned = graph.Transposed("residual_turned", residual);
        var stored = graph.ToInt64("related_pixels_index", graph.Counts("related_pixels", pixels, places, count));
        // A small product for every pixel, [1, K] by [K, N]: multiplying and summing apart took twice as long.
        var gathered = graph.Node("Gather", "related_residuals", [turned, stored], Int("axis", 0));
        var sums = graph.Node("MatMul", "related_sums", [graph.Rounded("related_weights", weights, 0, places, 1, count), gathered]);
        return [graph.Transposed("related_genes", graph.Reshaped("related_turned", sums, "related_shape", places, -1))];
    }

    /// <summary>The related genes' pixels and weights in the order of the pixels, <c>[P, K]</c>; a pixel without a gene has weights of
    /// 0.</summary>
    private static (float[] Pixels, float[] Weights) OnPixels(GraphCells cells)
    {
        var (related, order, genes) = (cells.Context.Related, cells.Order, cells.Context.Mean.Length);
        float[] pixels = new float[related.Count * order.Count], weights = new float[pixels.Length];
        for (var i = 0; i < related.Genes.Length; i++)
        {
            var at = order.PixelOf(i % genes) * related.Count + i / genes;
            (pixels[at], weights[at]) = (order.PixelOf(related.Genes[i]), related.Weights[i]);
        }
        return (pixels, weights);
    }
}

/// <summary>
/// Finds the <see cref="RelatedGenes"/>: those with the strongest correlation of the residuals that the completion leaves, over the cells
/// that show both, as in item-based collaborative filtering (Sarwar et al., WWW 2001). A low-rank completion keeps what many genes share; a
/// pair of genes that go together has no component of its own.
/// </summary>
internal static class GeneRelations
{
    /// <summary>How many related genes a gene has.</summary>
    public const int Count = 20;

    /// <summary>Cells in which a pair is taken to have been seen uncorrelated: few cells correlate by chance.</summary>
    private const float PriorCells = 30;

    /// <summary>The correlations are computed for so many genes at a time: all of them are as large as the square of the number of
    /// genes.</summary>
    private const int GenesAtATime = 1024;

    /// <summary>Products of two counts, at most, of a fit: with very many genes fewer cells have to do.</summary>
    private const long MostProducts = 1L << 35;

    private const int FewestCells = 500;

    /// <summary>Finds them.</summary>
    /// <param name="z">Standardised expression of the landmarks, <c>[M, G]</c>.</param>
    /// <param name="observed">1 where a landmark shows a gene, else 0, <c>[M, G]</c>.</param>
    /// <param name="basis">Of the completion, <c>[G, rank]</c>.</param>
    /// <param name="shrinkage">Of the completion, <c>[rank]</c>.</param>
    /// <param name="cancellation">Checked for every block of genes.</param>
    public static RelatedGenes Of(Tensor z, Tensor observed, Tensor basis, Tensor shrinkage, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var genes = (int)z.shape[1];
        var cells = Math.Min(z.shape[0], Math.Max(FewestCells, MostProducts / ((long)genes * genes)));
        (z, observed) = (z.narrow(0, 0, cells), observed.narrow(0, 0, cells));
        var residual = (z - CompletionChannel.Complete(z, observed, basis, shrinkage)) * observed;
        var seen = observed.sum(dim: 0);
        // A gene of which no cell tells anything has no residual to divide by.
        var deviation = (residual.Squared().sum(dim: 0) / seen.AtLeast(1)).sqrt().AtLeast(1e-3);
        var scaled = residual / deviation;

        var count = Math.Min(Count, genes - 1);
        var related = new RelatedGenes(count, new int[count * genes], new float[count * genes]);
        for (var first = 0; first < genes; first += GenesAtATime)
        {
            cancellation.ThrowIfCancellationRequested();
            using var block = NewDisposeScope();
            var number = Math.Min(GenesAtATime, genes - first);
            var together = observed.narrow(1, first, number).t().mm(observed).Plus(PriorCells);
            var correlations = (scaled.narrow(1, first, number).t().mm(scaled) / together).ToManaged();
            for (var gene = 0; gene < number; gene++) Choose(correlations.AsSpan(gene * genes, genes), first + gene, related);
        }
        return related;
    }

    /// <summary>Chooses the strongest; of equally strong ones the first.</summary>
    private static void Choose(ReadOnlySpan<float> correlations, int gene, RelatedGenes related)
    {
        Span<int> found = stackalloc int[related.Count];
        var strongest = new SmallestValues(found, stackalloc float[related.Count]);
        for (var other = 0; other < correlations.Length; other++)
            if (other != gene) strongest.Add(other, -Math.Abs(correlations[other]));
        for (var i = 0; i < strongest.Count; i++)
        {
            related.Genes[i * correlations.Length + gene] = found[i];
            related.Weights[i * correlations.Length + gene] = correlations[found[i]];
        }
    }
}

/// <summary>For every gene the genes whose residuals of the completion say most of its own; see
/// <see cref="RelatedGenesChannel"/>.</summary>
/// <param name="Count">K, how many each gene has.</param>
/// <param name="Genes">Their indices, <c>[K, G]</c>, row-major.</param>
/// <param name="Weights">What their residuals are multiplied with, <c>[K, G]</c>; 0 for one that counts for nothing.</param>
internal sealed record RelatedGenes(int Count, int[] Genes, float[] Weights);
