using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Tests.Expression;

public sealed class PixelScalingTests
{
    [Fact]
    public void The_largest_training_value_becomes_one()
    {
        var cells = new NormalizedCells(3, [0, 2, 3], [0, 2, 1], [1, 4, 2]);

        var scaling = PixelScaling.Global(cells);

        Assert.Equal([0.25f, 0.25f, 0.25f], scaling.Scale);
        Assert.Equal([0, 0, 0], scaling.Offset);
        Assert.Equal(1, scaling.ToPixel(1, 9));
    }

    [Fact]
    public void A_matrix_without_counts_is_refused() =>
        Assert.Contains("2 training cells hold no counts in the 5 modelled genes", Assert.Throws<GapFillException>(() => PixelScaling.Global(new(5, [0, 0, 0], [], []))).Message);
}
