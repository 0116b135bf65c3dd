using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class OptimizerTests
{
    /// <summary>f(x) = x^2 from 1 with lr 0.1: the trace of Kingma and Ba's update, computed here in double precision.</summary>
    [Fact]
    public void Adam_follows_the_published_update_for_three_steps()
    {
        using var scope = NewDisposeScope();
        var x = nn.Parameter(tensor(new[] { 1f }));
        using var adam = optim.Adam([x], lr: 0.1);
        double expected = 1, first = 0, second = 0;
        for (var step = 1; step <= 3; step++)
        {
            adam.zero_grad();
            (x * x).sum().backward();
            adam.step();

            var gradient = 2 * expected;
            first = (0.9 * first) + (0.1 * gradient);
            second = (0.999 * second) + (0.001 * gradient * gradient);
            var firstUnbiased = first / (1 - Math.Pow(0.9, step));
            var secondUnbiased = second / (1 - Math.Pow(0.999, step));
            expected -= 0.1 * firstUnbiased / (Math.Sqrt(secondUnbiased) + 1e-8);
            Assert.Equal(expected, x.item<float>(), 1e-6);
        }
    }

    [Fact]
    public void Learning_rate_can_be_changed_between_steps()
    {
        using var scope = NewDisposeScope();
        var x = nn.Parameter(tensor(new[] { 1f }));
        using var adam = optim.Adam([x], lr: 0.1);
        foreach (var group in adam.ParamGroups)
            group.LearningRate = 0.01;
        (x * x).sum().backward();
        adam.step();
        // Adam's first step is the learning rate, whatever the gradient.
        Assert.Equal(0.99f, x.item<float>(), 1e-6f);
    }

    [Fact]
    public void Options_change_the_update_as_published()
    {
        using var scope = NewDisposeScope();
        float FirstStep(double weightDecay, bool amsgrad, bool maximize)
        {
            var x = nn.Parameter(tensor(new[] { 1f }));
            using var adam = optim.Adam([x], lr: 0.1, eps: 1, weight_decay: weightDecay, amsgrad: amsgrad, maximize: maximize);
            (2 * x).sum().backward();
            adam.step();
            return x.item<float>();
        }

        // The first step is lr g / (|g| + eps).
        Assert.Equal(1 - (0.1 * 2 / 3), FirstStep(0, false, false), 1e-6);
        Assert.Equal(1 + (0.1 * 2 / 3), FirstStep(0, false, true), 1e-6);
        Assert.Equal(1 - (0.1 * 2 / 3), FirstStep(0, true, false), 1e-6);
        Assert.Equal(1 - (0.1 * 5 / 6), FirstStep(3, false, false), 1e-6);
    }

    [Fact]
    public void Step_with_a_closure_returns_its_loss_and_zero_grad_clears_gradients()
    {
        using var scope = NewDisposeScope();
        var x = nn.Parameter(tensor(new[] { 3f }));
        using var adam = optim.Adam([x]);
        var loss = adam.step(() =>
        {
            adam.zero_grad();
            var value = (x * x).sum();
            value.backward();
            return value;
        });
        Assert.Equal(9f, loss.item<float>());
        Assert.Equal(6f, x.grad!.item<float>());
        adam.zero_grad();
        Assert.Equal(0f, x.grad!.item<float>());
        Assert.Equal([x], adam.parameters());
    }

    [Fact]
    public void Parameters_without_gradient_stay()
    {
        using var scope = NewDisposeScope();
        var (used, unused) = (nn.Parameter(ones(1)), nn.Parameter(ones(1)));
        using var adam = optim.Adam([used, unused]);
        used.sum().backward();
        adam.step();
        Assert.NotEqual(1f, used.item<float>());
        Assert.Equal(1f, unused.item<float>());
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        using var scope = NewDisposeScope();
        var x = nn.Parameter(ones(1));
        Assert.Throws<ArgumentException>(() => optim.Adam([x], lr: -1));
        Assert.Throws<ArgumentException>(() => optim.Adam([x], beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.Adam([x], beta2: -0.1));
        Assert.Throws<ArgumentException>(() => optim.Adam([x], eps: -1));
        Assert.Throws<ArgumentException>(() => optim.Adam([x], weight_decay: -1));
    }
}
