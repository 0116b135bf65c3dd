using MLNetUNetFill.Evaluation;

namespace MLNetUNetFill.Tests.Evaluation;

public sealed class QuantilesTests
{
    [Theory]
    [InlineData(2, 3, 1, 2)]
    [InlineData(2.5, 4, 1, 2, 3)]
    [InlineData(7, 7)]
    [InlineData(double.NaN)]
    public void The_median_is_the_middle(double median, params double[] values) => Assert.Equal(median, Quantiles.Median(values));
}
