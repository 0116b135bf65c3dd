using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class ThinningErrorTests
{
    [Fact]
    public void A_small_example_agrees_with_the_definitions()
    {
        // Expected counts: 4 x (1/4, 3/4) = (1, 3) and 2 x (1/2, 1/2) = (1, 1).
        var error = ThinningError.Compute(Counts.Of([3, 1], [2, 0]), [10, 30, 0.1f, 0.1f]);

        Assert.Equal(2 * (3 * Math.Log(3) + Math.Log(1.0 / 3) + 2 * Math.Log(2)) / 4, error.Deviance, 1e-6);
        Assert.Equal((4 + 4 + 1 + 1) / 4.0, error.Mse, 1e-6);
    }

    [Fact]
    public void No_rate_is_expected_as_a_thousandth_of_a_count()
    {
        var error = ThinningError.Compute(Counts.Of([2, 0]), [-1, 0]);

        Assert.Equal((2 * Math.Log(2 / 1e-3) - (2 - 1e-3) + 1e-3), error.Deviance, 1e-6);
    }

    [Fact]
    public void The_unseen_counts_themselves_predict_best() => ForAll.Seeds(seed =>
    {
        var counts = Counts.Random(seed);
        var random = new Random(seed);
        float[] truth = [.. Enumerable.Range(0, counts.CellCount * counts.GeneCount)
            .Select(i => counts[i / counts.GeneCount, i % counts.GeneCount])];
        var best = ThinningError.Compute(counts, truth);
        var other = ThinningError.Compute(counts, [.. truth.Select(value => value + random.NextSingle())]);
        var scaled = ThinningError.Compute(counts, [.. truth.Select(value => 8 * value)]);
        return best.Deviance < 0.01 && best.Deviance <= other.Deviance && best.Mse <= other.Mse
            && Math.Abs(best.Deviance - scaled.Deviance) < 1e-6;
    });
}
