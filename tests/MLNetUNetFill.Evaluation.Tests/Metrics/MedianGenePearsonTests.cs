using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class MedianGenePearsonTests
{
    [Fact]
    public void The_median_is_over_genes_with_enough_entries_that_vary()
    {
        // Gene 0: r = 1. Gene 1: a constant prediction, 0. Gene 2: r = -1. Gene 3: the truth does not vary. Gene 4: two entries only.
        int[] genes = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4];
        float[] truth = [1, 2, 3, 1, 2, 3, 1, 2, 3, 5, 5, 5, 1, 2];
        float[] predicted = [2, 4, 6, 7, 7, 7, 3, 2, 1, 1, 2, 3, 1, 2];

        var result = MedianGenePearson.Compute(genes, truth, predicted, leastEntries: 3);

        Assert.Equal(3, result.Genes);
        Assert.Equal(0, result.Median, 1e-12);
    }

    [Fact]
    public void An_even_number_of_genes_has_the_mean_of_the_two_middle_ones()
    {
        // r = 1 and r = 3 / sqrt(12).
        var result = MedianGenePearson.Compute([0, 1, 0, 1, 0, 1], [1, 1, 2, 2, 3, 3], [1, 2, 2, 2, 3, 5], leastEntries: 3);

        Assert.Equal((1 + 3 / Math.Sqrt(12)) / 2, result.Median, 1e-12);
    }

    [Fact]
    public void Shift_and_scale_of_a_gene_change_nothing() => ForAll.Seeds(seed =>
    {
        var random = new Random(seed);
        int[] genes = [.. Enumerable.Range(0, 60).Select(i => i % 5)];
        float[] truth = [.. genes.Select(_ => 8 * random.NextSingle())], predicted = [.. genes.Select(_ => 8 * random.NextSingle())];
        float[] moved = [.. predicted.Select((value, i) => (genes[i] + 1) * value + 10 * genes[i])];
        var (result, other) = (MedianGenePearson.Compute(genes, truth, predicted), MedianGenePearson.Compute(genes, truth, moved));
        return result.Genes == 5 && result.Median is >= -1 and <= 1 && Math.Abs(result.Median - other.Median) < 1e-4;
    });

    [Fact]
    public void Without_genes_there_is_no_median() => Assert.Equal(new(double.NaN, 0), MedianGenePearson.Compute([0, 0], [1, 2], [1, 2]));
}
