using MLNetUNetFill.Training;

namespace MLNetUNetFill.Tests.Training;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void Stops_when_patience_is_exhausted_and_knows_the_best_epoch()
    {
        var stopping = new EarlyStopping(2);

        Assert.Equal([true, true, false, true, false, false], new[] { 5.0, 3, 4, 2, 2, 3 }.Select(stopping.Improves));

        Assert.Equal(4, stopping.BestEpoch);
        Assert.True(stopping.IsOver);
    }

    [Fact]
    public void Goes_on_while_there_is_patience()
    {
        var stopping = new EarlyStopping(2);
        Assert.False(stopping.IsOver);

        foreach (var loss in new[] { 5.0, 6, 4, 6 })
        {
            stopping.Improves(loss);
            Assert.False(stopping.IsOver);
        }
    }
}
