using MLNetUNetFill.Evaluation.Benchmark;

namespace MLNetUNetFill.Evaluation.Tests.Benchmark;

public sealed class RemainingTimeTests
{
    [Fact]
    public void Each_imputer_is_counted_with_its_own_time()
    {
        var remaining = new RemainingTime(imputers: 2, matrices: 3);
        remaining.Done(0, TimeSpan.FromSeconds(10));
        // Two more of the first; the second, unknown, three times at the mean so far.
        Assert.Equal(", roughly 0:50 min left", remaining.Describe());
        remaining.Done(1, TimeSpan.FromSeconds(40));
        Assert.Equal(", about 1:40 min left", remaining.Describe());
        for (var i = 0; i < 4; i++) remaining.Done(i % 2, TimeSpan.FromSeconds(10));
        Assert.Equal((6, 6, ""), (remaining.Completed, remaining.Total, remaining.Describe()));
    }
}
