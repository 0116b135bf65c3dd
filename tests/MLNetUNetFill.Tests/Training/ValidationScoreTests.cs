using MLNetUNetFill.Training;

namespace MLNetUNetFill.Tests.Training;

public sealed class ValidationScoreTests
{
    [Fact]
    public void Scale_makes_nine_in_ten_intervals_hold_their_entry()
    {
        var score = new ValidationScore();
        for (var i = 1; i <= 99; i++) score.Add(i % 2 == 0 ? i : -i, deviation: 2, geneDeviation: 4);

        // The 90th of 99 absolute residuals is 90.
        Assert.Equal(90 / (2 * 1.645), score.UncertaintyScale(), 1e-9);
        Assert.Equal(Enumerable.Range(1, 99).Average(i => i * i / 16.0), score.MseOfZ, 1e-9);
        Assert.Equal(Enumerable.Range(1, 99).Average(i => i / 4.0), score.MaeOfZ, 1e-9);
    }
}
