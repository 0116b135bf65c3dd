using MLNetUNetFill.Numerics;

namespace MLNetUNetFill.Tests.Numerics;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Each_part_of_the_key_changes_the_stream()
    {
        ulong[] first = [new SplitMix64(1, 2, 3).Next(), new SplitMix64(1, 2, 4).Next(), new SplitMix64(1, 3, 2).Next(),
            new SplitMix64(2, 2, 3).Next()];

        Assert.Equal(4, first.Distinct().Count());
    }

    [Fact]
    public void Numbers_below_a_bound_are_uniform()
    {
        var random = new SplitMix64(7);
        var counts = new int[5];
        for (var i = 0; i < 50_000; i++) counts[random.Next(5)]++;

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Gaussian_numbers_have_mean_zero_and_variance_one()
    {
        var random = new SplitMix64(7);
        double[] numbers = [.. Enumerable.Range(0, 50_000).Select(_ => random.NextGaussian())];

        Assert.InRange(numbers.Average(), -0.02, 0.02);
        Assert.InRange(numbers.Average(number => number * number), 0.97, 1.03);
    }

    [Fact]
    public void Rounding_keeps_the_expectation()
    {
        var random = new SplitMix64(7);
        int[] rounded = [.. Enumerable.Range(0, 20_000).Select(_ => random.Round(2.3))];

        Assert.All(rounded, number => Assert.InRange(number, 2, 3));
        Assert.InRange(rounded.Average(), 2.28, 2.32);
    }
}
