using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class LinearTests
{
    [Fact]
    public void The_output_is_the_input_times_the_weights_and_the_bias()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 3);
        Assert.Equal(["weight", "bias"], layer.named_parameters().Select(parameter => parameter.name));
        using (no_grad())
        {
            layer.weight.copy_(tensor(new[] { 1f, 2, 3, 4, 5, 6 }, [3, 2]));
            layer.bias!.copy_(tensor(new[] { 10f, 20, 30 }));
        }

        Assert.Equal([10 + 1 + 4f, 20 + 3 + 8f, 30 + 5 + 12f], layer.call(tensor(new[] { 1f, 2 }, [1, 2])).reshape(-1).data<float>().ToArray());
    }

    [Fact]
    public void Initial_weights_stay_within_PyTorchs_bounds()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(100, 50);
        Assert.InRange(layer.weight.abs().max().item<float>(), 0.09f, 0.1f);
        Assert.InRange(layer.bias!.abs().max().item<float>(), 0.05f, 0.1f);
        using var plain = nn.Linear(2, 1, hasBias: false);
        Assert.Null(plain.bias);
        nn.init.xavier_uniform_(layer.weight);
        Assert.InRange(layer.weight.abs().max().item<float>(), 0.19f, 0.2f);
        Assert.Throws<ExternalException>(() => nn.init.xavier_uniform_(layer.bias!));
    }
}
