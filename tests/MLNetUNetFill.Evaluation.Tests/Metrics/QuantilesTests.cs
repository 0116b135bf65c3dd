using MLNetUNetFill.Evaluation.Metrics;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class QuantilesTests
{
    [Fact]
    public void The_median_is_the_middle()
    {
        Assert.Equal(2, Quantiles.Median([3, 1, 2]));
        Assert.Equal(2.5, Quantiles.Median([4, 1, 2, 3]));
        Assert.Equal(7, Quantiles.Median([7]));
        Assert.Equal(double.NaN, Quantiles.Median([]));
    }
}
