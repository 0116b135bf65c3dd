using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class BatchNorm1dTests
{
    [Fact]
    public void Every_feature_is_normalised_over_the_batch()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm1d(2, eps: 1e-3, momentum: 0.01);
        var output = norm.call(tensor(new[] { 1f, 10, 3, 30 }, [2, 2])).reshape(-1).data<float>().ToArray();
        Assert.Equal([-1f, -1f, 1f, 1f], output, (x, y) => Math.Abs(x - y) < 1e-3);
        Assert.Equal([0.02f, 0.2f], norm.state_dict()["running_mean"].data<float>().ToArray(), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void Images_are_refused()
    {
        using var norm = nn.BatchNorm1d(1);
        using var image = ones(1, 1, 2, 2);
        Assert.Throws<ArgumentException>(() => norm.call(image));
    }
}
