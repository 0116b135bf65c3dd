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
}
