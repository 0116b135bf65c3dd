using MLNetUNetFill.Context;
using MLNetUNetFill.Tests.Shared;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Context;

[Collection(TorchCollection.Name)]
public sealed class GeneRelationsTests
{
    private const int Cells = 200, Genes = 30;

    [Fact]
    public void The_strongest_relation_of_a_gene_is_the_one_it_goes_with()
    {
        var z = Independent();
        for (var cell = 0; cell < Cells; cell++) z[cell * Genes + 4] = -z[cell * Genes + 17];

        var related = Of(z, Enumerable.Repeat(true, z.Length).ToArray());

        Assert.Equal(GeneRelations.Count, related.Count);
        Assert.Equal((17, 4), (related.Genes[4], related.Genes[17]));
        // Two genes that are opposites in 200 cells, beside 30 in which they are not.
        Assert.Equal(-200f / 230, related.Weights[4], 1e-3f);
        for (var gene = 0; gene < Genes; gene++)
        {
            var own = Enumerable.Range(0, related.Count).Select(i => related.Genes[i * Genes + gene]).ToArray();
            var strengths = Enumerable.Range(0, related.Count).Select(i => Math.Abs(related.Weights[i * Genes + gene])).ToArray();
            Assert.DoesNotContain(gene, own);
            Assert.Equal(own.Length, own.Distinct().Count());
            Assert.Equal(strengths.OrderDescending(), strengths);
        }
    }

    [Fact]
    public void What_is_hidden_relates_nothing()
    {
        var z = Independent();
        var observed = Enumerable.Range(0, z.Length).Select(i => i % Genes != 4 || i / Genes % 3 == 0).ToArray();
        var changed = (float[])z.Clone();
        for (var i = 0; i < z.Length; i++) if (!observed[i]) changed[i] = 9 - i % 7;

        Assert.Equal(Of(z, observed).Weights, Of(changed, observed).Weights);
    }

    private static MLNetUNetFill.Context.RelatedGenes Of(float[] z, bool[] observed)
    {
        using var scope = NewDisposeScope();
        // A completion that says nothing: the residual is z.
        return GeneRelations.Of(tensor(z, [Cells, Genes]), tensor([.. observed.Select(seen => seen ? 1f : 0)], [Cells, Genes]),
            ones(Genes, 1), zeros(1), default);
    }

    private static float[] Independent()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Cells * Genes).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
