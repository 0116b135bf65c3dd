using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class EntryErrorsTests
{
    [Fact]
    public void A_small_example_agrees_with_the_definitions()
    {
        var errors = EntryErrors.Compute([1, 2, 3], [2, 2, 5]);

        Assert.Equal(Math.Sqrt(5.0 / 3), errors.Rmse, 1e-12);
        Assert.Equal(1, errors.Mae, 1e-12);
        Assert.Equal(3 / Math.Sqrt(12), errors.Pearson, 1e-12);
        Assert.Equal(1, errors.Bias, 1e-12);
        Assert.Equal(3, errors.Count);
    }

    [Fact]
    public void Correlation_is_bounded_and_blind_to_shift_and_scale() => ForAll.Seeds(seed =>
    {
        var random = new Random(seed);
        float[] Draw() => [.. Enumerable.Range(0, 30).Select(_ => 8 * random.NextSingle())];
        var (truth, predicted) = (Draw(), Draw());
        var errors = EntryErrors.Compute(truth, predicted);
        var moved = EntryErrors.Compute(truth, [.. predicted.Select(value => 3 * value + 5)]);
        var turned = EntryErrors.Compute(truth, [.. predicted.Select(value => -value)]);
        return errors.Pearson is >= -1 and <= 1 && errors.Rmse >= errors.Mae && errors.Mae >= Math.Abs(errors.Bias)
            && Math.Abs(errors.Pearson - moved.Pearson) < 1e-5 && Math.Abs(errors.Pearson + turned.Pearson) < 1e-6;
    });

    [Fact]
    public void A_perfect_prediction_has_no_error() =>
        Assert.Equal(new EntryErrors(0, 0, 1, 0, 3), EntryErrors.Compute([1, 2, 4], [1, 2, 4]));

    [Fact]
    public void A_constant_prediction_has_no_correlation() => Assert.Equal(double.NaN, EntryErrors.Compute([1, 2, 4], [2, 2, 2]).Pearson);

    [Fact]
    public void Nothing_to_compare_is_refused()
    {
        Assert.Throws<ArgumentException>(() => EntryErrors.Compute([], []));
        Assert.Throws<ArgumentException>(() => EntryErrors.Compute([1], [1, 2]));
    }
}
