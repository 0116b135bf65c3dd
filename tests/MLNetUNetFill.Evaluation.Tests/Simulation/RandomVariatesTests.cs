using MLNetUNetFill.Evaluation.Simulation;

namespace MLNetUNetFill.Evaluation.Tests.Simulation;

public class RandomVariatesTests
{
    private const int Draws = 200_000;

    [Fact]
    public void The_generator_gives_the_published_sequence()
    {
        // pcg32-demo of the reference implementation: seed 42, stream 54
        var random = new Pcg32(42, 54);
        Assert.Equal([0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e],
            Enumerable.Range(0, 6).Select(_ => random.Next()));
    }

    [Fact]
    public void Normal_has_its_moments() => AssertMoments(random => random.Normal(), 0, 1);

    [Theory]
    [InlineData(0.1, 3)]
    [InlineData(1, 1)]
    [InlineData(7.5, 0.2)]
    public void Gamma_has_its_moments(double shape, double scale) => AssertMoments(random => random.Gamma(shape, scale), shape * scale,
        shape * scale * scale);

    [Theory]
    [InlineData(0.05)]
    [InlineData(3)]
    [InlineData(9.9)]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(100_000)]
    public void Poisson_has_its_moments(double mean) => AssertMoments(random => random.Poisson(mean), mean, mean);

    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(30)]
    public void Poisson_has_its_probabilities(double mean)
    {
        var random = new Pcg32(7, 0);
        var frequency = new int[100];
        for (var i = 0; i < Draws; i++) frequency[Math.Min(99, random.Poisson(mean))]++;
        var (probability, chiSquared, cells) = (Math.Exp(-mean), 0.0, 0);
        for (var k = 0; k < 99; k++, probability *= mean / k)
        {
            var expected = Draws * probability;
            if (expected < 10) continue;
            chiSquared += (frequency[k] - expected) * (frequency[k] - expected) / expected;
            cells++;
        }

        Assert.True(chiSquared < cells + 5 * Math.Sqrt(2 * cells), $"chi-squared {chiSquared} over {cells} values");
    }

    [Fact]
    public void Poisson_of_nothing_is_nothing() => Assert.Equal(0, new Pcg32(1, 1).Poisson(0));

    private static void AssertMoments(Func<Pcg32, double> draw, double mean, double variance)
    {
        var random = new Pcg32(5, 9);
        double sum = 0, squares = 0, fourths = 0;
        for (var i = 0; i < Draws; i++)
        {
            var deviation = draw(random) - mean;
            sum += deviation;
            squares += deviation * deviation;
            fourths += deviation * deviation * deviation * deviation;
        }

        var (meanError, observed) = (sum / Draws, squares / Draws);
        Assert.InRange(meanError, -5 * Math.Sqrt(variance / Draws), 5 * Math.Sqrt(variance / Draws));
        var varianceError = 5 * Math.Sqrt(fourths / Draws / Draws);
        Assert.InRange(observed, variance - varianceError, variance + varianceError);
    }
}
