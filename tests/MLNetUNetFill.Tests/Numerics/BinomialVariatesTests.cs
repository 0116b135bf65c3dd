using MLNetUNetFill.Numerics;

namespace MLNetUNetFill.Tests.Numerics;

public sealed class BinomialVariatesTests
{
    private const int Draws = 100_000;

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(4, 0.5)]
    [InlineData(19, 0.5)]
    [InlineData(20, 0.5)]
    [InlineData(60, 0.9)]
    [InlineData(200, 0.04)]
    [InlineData(200, 0.06)]
    [InlineData(100_000, 0.00005)]
    public void Frequencies_agree_with_the_probabilities(int trials, double probability)
    {
        var random = new SplitMix64(3, trials);
        var frequency = new int[trials + 1];
        for (var i = 0; i < Draws; i++) frequency[random.Binomial(trials, probability)]++;
        var (mass, chiSquared, cells) = (Math.Pow(1 - probability, trials), 0.0, 0);
        for (var k = 0; k <= trials; k++)
        {
            var expected = Draws * mass;
            if (expected >= 10)
            {
                chiSquared += (frequency[k] - expected) * (frequency[k] - expected) / expected;
                cells++;
            }
            mass *= (trials - k) / (k + 1.0) * probability / (1 - probability);
        }

        Assert.True(chiSquared < cells + 5 * Math.Sqrt(2 * cells), $"chi-squared {chiSquared} over {cells} values");
    }

    [Theory]
    [InlineData(1000, 0.37)]
    [InlineData(100_000, 0.5)]
    [InlineData(100_000, 0.85)]
    [InlineData(1_000_000_000, 0.001)]
    [InlineData(int.MaxValue, 0.5)]
    [InlineData(3_000_000_000, 0.6)]
    [InlineData(1_000_000_000_000, 0.5)]
    public void Large_numbers_of_trials_have_their_moments(long trials, double probability)
    {
        var random = new SplitMix64(4, trials);
        double sum = 0, squares = 0;
        for (var i = 0; i < Draws; i++)
        {
            var deviation = random.Binomial(trials, probability) - trials * probability;
            sum += deviation;
            squares += deviation * deviation;
        }

        var variance = trials * probability * (1 - probability);
        Assert.InRange(sum / Draws, -5 * Math.Sqrt(variance / Draws), 5 * Math.Sqrt(variance / Draws));
        Assert.InRange(squares / Draws / variance, 1 - 5 * Math.Sqrt(2.0 / Draws), 1 + 5 * Math.Sqrt(2.0 / Draws));
    }

    [Fact]
    public void Certain_outcomes_are_certain()
    {
        var random = new SplitMix64(1);
        Assert.Equal(0, random.Binomial(0, 0.5));
        Assert.Equal(0, random.Binomial(7, 0));
        Assert.Equal(7, random.Binomial(7, 1));
        Assert.Equal(1000, random.Binomial(1000, 1));
    }
}
