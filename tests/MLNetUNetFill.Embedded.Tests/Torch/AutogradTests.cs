using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class AutogradTests
{
    /// <summary>y = x^3 + 2x: dy/dx = 3x^2 + 2; a second pass adds to the gradient.</summary>
    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2f, -1f }, requires_grad: true);
        Assert.Null(x.grad);
        (x.pow(3) + (2 * x)).sum().backward();
        Assert.Equal([14f, 5f], x.grad!.data<float>().ToArray());
        x.sum().backward();
        Assert.Equal([15f, 6f], x.grad!.data<float>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void No_grad_stops_recording_until_it_is_disposed()
    {
        using var scope = NewDisposeScope();
        var x = ones(1).requires_grad_();
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False((x * 2).requires_grad);
        }

        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
        Assert.False(x.detach().requires_grad);
        x.requires_grad = false;
        Assert.False((x * 2).requires_grad);
        Assert.True(ones(1).with_requires_grad().requires_grad);
    }

    /// <summary>
    /// A network of every module with weights, in double precision: each weight's gradient against the central difference of the loss.
    /// </summary>
    [Fact]
    public void Gradients_of_a_network_agree_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        var type = ScalarType.Float64;
        using var network = nn.Sequential(
            ("down", nn.Conv2d(2, 3, 3, stride: 2, padding: 1, dtype: type)),
            ("norm", nn.BatchNorm2d(3, dtype: type)),
            ("bend", nn.Sigmoid()),
            ("up", nn.ConvTranspose2d(3, 1, 2, stride: 2, dtype: type)));
        var input = randn(2, 2, 4, 4, dtype: type);
        var target = randn(2, 1, 4, 4, dtype: type);
        Tensor Loss()
        {
            var error = network.call(input) - target;
            return error.square().mean() + (0.1 * error.abs().mean());
        }

        Loss().backward();
        foreach (var (name, parameter) in network.named_parameters())
        {
            var gradient = parameter.grad!.reshape(-1).data<double>();
            // The same memory as the parameter, in one dimension and without its history.
            var values = parameter.detach().reshape(-1).data<double>();
            foreach (var i in new[] { 0, values.Count / 2, values.Count - 1 })
            {
                const double Step = 1e-5;
                var value = values[i];
                values[i] = value + Step;
                var above = Loss().item<double>();
                values[i] = value - Step;
                var below = Loss().item<double>();
                values[i] = value;
                var difference = (above - below) / (2 * Step);
                Assert.True(Math.Abs(difference - gradient[i]) < 1e-6, $"{name}[{i}]: {gradient[i]}, by differences {difference}");
            }
        }
    }

    [Fact]
    public void Gradients_are_clipped_to_the_norm_asked_for()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (nn.Parameter(zeros(1)), nn.Parameter(zeros(1)));
        ((3 * a) + (4 * b)).sum().backward();
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 1), 1e-6);
        Assert.Equal(0.6f, a.grad!.item<float>(), 1e-5f);
        Assert.Equal(0.8f, b.grad!.item<float>(), 1e-5f);
    }
}
