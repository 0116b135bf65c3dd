using MLNetUNetFill.Baselines;
using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Tests.Baselines;

public sealed class ExpressedMomentsTests
{
    [Fact]
    public void Zeros_count_into_the_detection_rate_alone_and_variances_shrink()
    {
        // Gene 0 shows 1, 3 and 5: variance 8/3 over 3 cells; gene 1 shows 2 twice: variance 0; gene 2 nothing.
        var cells = new NormalizedCells(3, [0, 1, 3, 5, 5], [0, 0, 1, 0, 1], [1, 3, 2, 5, 2]);

        var (means, deviations, rates) = ExpressedMoments.Of(cells);

        var meanVariance = 8.0 / 9;
        Assert.Equal([3, 2, 0], means);
        Assert.Equal([0.75f, 0.5f, 0], rates);
        Assert.Equal([Math.Sqrt((8 + 5 * meanVariance) / 8), Math.Sqrt(5 * meanVariance / 7), Math.Sqrt(meanVariance)], deviations.Select(d => (double)d),
            (x, y) => Math.Abs(x - y) < 1e-6);
    }
}
