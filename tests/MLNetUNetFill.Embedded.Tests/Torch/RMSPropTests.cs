using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class RMSPropTests
{
    /// <summary>f(x) = x^2 from 1: the trace of Hinton's update, computed here in double precision.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(0.5, false)]
    [InlineData(0, true)]
    public void It_follows_the_published_update(double momentum, bool centered)
    {
        using var scope = NewDisposeScope();
        var x = nn.Parameter(tensor(new[] { 1f }));
        using var optimizer = optim.RMSProp([x], lr: 0.1, alpha: 0.9, eps: 1e-3, momentum: momentum, centered: centered);
        double expected = 1, squares = 0, average = 0, buffer = 0;
        for (var step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            (x * x).sum().backward();
            optimizer.step();

            var gradient = 2 * expected;
            squares = (0.9 * squares) + (0.1 * gradient * gradient);
            average = (0.9 * average) + (0.1 * gradient);
            var change = gradient / (Math.Sqrt(centered ? squares - (average * average) : squares) + 1e-3);
            buffer = (momentum * buffer) + change;
            expected -= 0.1 * buffer;
            Assert.Equal(expected, x.item<float>(), 1e-5);
        }
    }

    [Fact]
    public void Gradients_can_be_limited_entry_by_entry()
    {
        using var scope = NewDisposeScope();
        var x = nn.Parameter(tensor(new[] { 1f, 4, -9 }));
        (x * x).sum().backward();
        nn.utils.clip_grad_value_([x], 5);
        Assert.Equal([2f, 5f, -5f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        using var scope = NewDisposeScope();
        var x = nn.Parameter(ones(1));
        Assert.Throws<ArgumentException>(() => optim.RMSProp([x], lr: -1));
        Assert.Throws<ArgumentException>(() => optim.RMSProp([x], alpha: -1));
        Assert.Throws<ArgumentException>(() => optim.RMSProp([x], eps: -1));
        Assert.Throws<ArgumentException>(() => optim.RMSProp([x], momentum: -1));
        Assert.Throws<ArgumentException>(() => optim.RMSProp([x], weight_decay: -1));
    }
}
