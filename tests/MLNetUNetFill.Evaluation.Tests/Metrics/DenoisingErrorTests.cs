using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class DenoisingErrorTests
{
    [Fact]
    public void Rows_are_brought_to_the_library_seen_and_then_to_the_depth_unseen()
    {
        var error = DenoisingError.Compute(Counts.Of([9, 0]), Counts.Of([1, 0]), [1, 1]);

        // Half of the counts each: log1p(5000) on the scale of the error, 4.5 of 9 counts, and so 0.5 of the 1 unseen.
        double unseen = Math.Log(10_001), half = Math.Log(5001);
        Assert.Equal(((unseen - half) * (unseen - half) + half * half) / 2, error.Mse, 1e-5);
        Assert.Equal((0.5 - Math.Log(0.5 + 1e-6) + 0.5) / 2, error.Poisson, 1e-9);
    }

    // What the formulas of the benchmark give in Python: for counts T, denoised counts P at the depth of the counts X that were seen, and
    // n(M) = log1p(M * 1e4 / row sums, 1 for a sum of 0),  mean((n(T) - n(P)) ** 2)  and  mean(L - T * log(L + 1e-6)),
    // L = P * sum(T) / sum(X).
    [Theory]
    [InlineData(new float[] { 8, 1, 1, 2, 1, 6 }, 39.442957986007514, 0.7371885613464974)]
    [InlineData(new float[] { 9, 1, 0, 3, 0, 6 }, 43.992622720521354, 2.644929453946592)]
    [InlineData(new float[] { 0, 0, 0, 0, 0, 0 }, 24.18199547884446, 4.605170185988091)]
    public void The_formulas_of_the_benchmark_give_the_same(float[] denoised, double mse, double poisson)
    {
        var error = DenoisingError.Compute(Counts.Of([9, 1, 0], [3, 0, 6]), Counts.Of([1, 0, 1], [0, 0, 0]), denoised);

        Assert.Equal(mse, error.Mse, 1e-4);
        Assert.Equal(poisson, error.Poisson, 1e-9);
    }

    [Fact]
    public void The_scale_of_a_row_changes_nothing_and_negative_values_count_as_zero()
    {
        var (seen, unseen) = (Counts.Of([9, 1, 0], [3, 0, 6]), Counts.Of([1, 0, 1], [0, 2, 0]));

        var expected = DenoisingError.Compute(seen, unseen, [8, 1, 0, 2, 1, 6]);
        var scaled = DenoisingError.Compute(seen, unseen, [80, 10, -3, 1, 0.5f, 3]);

        Assert.Equal((expected.Mse, expected.Poisson), (scaled.Mse, scaled.Poisson), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-9
            && Math.Abs(a.Item2 - b.Item2) < 1e-9);
    }
}
