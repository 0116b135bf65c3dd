using MLNetUNetFill.Tests.Network;
using MLNetUNetFill.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class GradientNormTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(100)]
    public void On_a_device_it_does_what_PyTorch_does(double most)
    {
        using var scope = NewDisposeScope();
        var (expected, found) = (Parameters(), Parameters());

        nn.utils.clip_grad_norm_(expected, most);
        GradientNorm.ClipWithoutWaiting(found, most);

        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].grad!.data<float>().ToArray(), found[i].grad!.data<float>().ToArray(), (a, b) => Math.Abs(a - b) <= 1e-6f * Math.Abs(a));
        var norm = Math.Sqrt(found.Sum(parameter => parameter.grad!.data<float>().ToArray().Sum(value => (double)value * value)));
        Assert.Equal(Math.Min(most, Math.Sqrt(91 * 4)), norm, 1e-4);
    }

    /// <summary>Gradients 2, 4, 6 and 8, 10, 12: twice the values.</summary>
    private static Parameter[] Parameters()
    {
        Parameter[] parameters = [new(tensor([1f, 2f, 3f])), new(tensor([4f, 5f, 6f]))];
        foreach (var parameter in parameters) (parameter * parameter).sum().backward();
        return parameters;
    }
}
