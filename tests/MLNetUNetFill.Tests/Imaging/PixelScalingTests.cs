using MLNetUNetFill.Cells;
using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Tests.Imaging;

public sealed class PixelScalingTests
{
    [Fact]
    public void The_largest_training_value_becomes_one()
    {
        var cells = new SparseCells(3, [0, 2, 3], [0, 2, 1], [1, 4, 2]);

        var scaling = PixelScaling.Learn(ExpressionScaling.Global, cells);

        Assert.Equal([0.25f, 0.25f, 0.25f], scaling.Scale);
        Assert.Equal([0, 0, 0], scaling.Offset);
        Assert.Equal(1, scaling.ToPixel(1, 9));
    }

    [Fact]
    public void Per_gene_the_mean_is_half_and_ten_deviations_are_the_whole_range()
    {
        // Gene 0: values 1 and 3, variance 1. Gene 1: value 5, variance 0. Gene 2: none. Average variance 1/3, weighing as five more cells.
        var cells = new SparseCells(3, [0, 2, 3], [0, 1, 0], [1, 5, 3]);

        var scaling = PixelScaling.Learn(ExpressionScaling.PerGene, cells);

        var averageVariance = 1.0 / 3;
        Assert.Equal(0.5f, scaling.ToPixel(0, 2), 1e-6f);
        Assert.Equal(0.5 + 1 / (10 * Math.Sqrt((2 + 5 * averageVariance) / 7)), scaling.ToPixel(0, 3), 1e-6);
        Assert.Equal(0.5f, scaling.ToPixel(1, 5), 1e-6f);
        Assert.Equal(1 / (10 * Math.Sqrt(5 * averageVariance / 6)), scaling.Scale[1], 1e-5);
        Assert.Equal(1, scaling.ToPixel(1, 500));
    }

    [Fact]
    public void Genes_without_any_spread_still_scale()
    {
        var scaling = PixelScaling.Learn(ExpressionScaling.PerGene, new(2, [0, 2, 4], [0, 1, 0, 1], [2, 2, 2, 2]));
        Assert.All(scaling.Scale, scale => Assert.True(float.IsFinite(scale) && scale > 0));
        Assert.Equal(0.5f, scaling.ToPixel(0, 2));
    }

    [Fact]
    public void A_matrix_without_counts_is_refused() =>
        Assert.Contains("2 training cells hold no counts in the 5 modelled genes",
        Assert.Throws<GapFillException>(() => PixelScaling.Learn(ExpressionScaling.Global, new(5, [0, 0, 0], [], []))).Message);
}
