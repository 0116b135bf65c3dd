using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.Numerics;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class IntervalCoverageTests
{
    [Fact]
    public void Truths_inside_the_interval_are_counted() =>
        Assert.Equal(0.5, IntervalCoverage.Share([1, 1, 3, 0], [1, 2.6f, 3 + 1.7f, 0.5f], [0, 1, 1, 0.1f]), 1e-12);

    [Fact]
    public void Honest_normal_errors_are_covered_nine_times_in_ten()
    {
        var random = new SplitMix64(2);
        var (truth, predicted, deviations) = (new float[50_000], new float[50_000], new float[50_000]);
        for (var i = 0; i < truth.Length; i++)
        {
            deviations[i] = 0.1f + (float)random.NextDouble();
            truth[i] = predicted[i] + deviations[i] * (float)random.NextGaussian();
        }

        Assert.Equal(0.9, IntervalCoverage.Share(truth, predicted, deviations), 0.01);
    }
}
