using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class VarianceRatioTests
{
    [Fact]
    public void The_median_is_over_the_genes_that_vary_before()
    {
        // Genes: halved (1/4), doubled (4), as it was (1), constant before.
        float[] before = [0, 0, 1, 5, 2, 1, 2, 5, 4, 2, 6, 5];
        float[] after = [0, 0, 1, 0, 1, 2, 2, 5, 2, 4, 6, 9];

        Assert.Equal(1, VarianceRatio.Median(before, after, 4), 1e-12);
    }

    [Fact]
    public void Scaling_a_matrix_scales_its_variances() => ForAll.Seeds(seed =>
    {
        var random = new Random(seed);
        float[] before = [.. Enumerable.Range(0, 40).Select(_ => random.NextSingle())];
        return Math.Abs(VarianceRatio.Median(before, [.. before.Select(value => 3 * value + 1)], 4) - 9) < 1e-3;
    });

    [Fact]
    public void Where_nothing_varies_there_is_no_ratio() => Assert.Equal(double.NaN, VarianceRatio.Median([1, 2, 1, 2], [1, 2, 3, 4], 2));
}
