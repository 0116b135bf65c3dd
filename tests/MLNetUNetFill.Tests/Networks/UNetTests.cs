using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Shared;
using TorchSharp;

namespace MLNetUNetFill.Tests.Networks;

[Collection(TorchCollection.Name)]
public sealed class UNetTests
{
    private static readonly UNetShape Small = new(4, 3, 0);

    [Theory]
    [InlineData(1, 4, 4)]
    [InlineData(3, 8, 12)]
    [InlineData(2, 48, 48)]
    public void Output_has_the_shape_of_the_input_and_lies_between_0_and_1(int cells, int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        using var network = new UNet(Small);
        network.eval();

        var output = network.call(torch.rand([cells, 1, height, width]));

        Assert.Equal([cells, 1, height, width], output.shape);
        Assert.All(output.data<float>().ToArray(), pixel => Assert.InRange(pixel, 0, 1));
    }

    [Fact]
    public void State_dict_has_the_documented_names_and_shapes()
    {
        using var network = new UNet(new UNetShape(8, 3, 0.2f));

        var shapes = UNetWeights.Export(network).ToDictionary(weight => weight.Key, weight => string.Join("x", weight.Value.Shape));

        var expected = new Dictionary<string, string>
        {
            ["up2.weight"] = "32x16x2x2", ["up2.bias"] = "16", ["up1.weight"] = "16x8x2x2", ["up1.bias"] = "8",
            ["head.weight"] = "1x8x1x1", ["head.bias"] = "1",
        };
        foreach (var (block, inputs, outputs) in new[]
                 { ("enc1", 1, 8), ("enc2", 8, 16), ("bottleneck", 16, 32), ("dec2", 32, 16), ("dec1", 16, 8) })
        {
            expected[$"{block}.conv1.weight"] = $"{outputs}x{inputs}x3x3";
            expected[$"{block}.conv2.weight"] = $"{outputs}x{outputs}x3x3";
            foreach (var norm in new[] { "norm1", "norm2" })
            {
                foreach (var vector in new[] { "weight", "bias", "running_mean",
                    "running_var" }) expected[$"{block}.{norm}.{vector}"] = $"{outputs}";
                expected[$"{block}.{norm}.num_batches_tracked"] = "";
            }
        }
        Assert.Equal(expected.OrderBy(weight => weight.Key, StringComparer.Ordinal),
            shapes.OrderBy(weight => weight.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 3)]
    [InlineData(16, 5)]
    public void Number_of_parameters_follows_from_the_shape(int w, int k)
    {
        using var network = new UNet(new UNetShape(w, k, 0));

        var found = network.parameters().Sum(parameter => parameter.shape.Aggregate(1L, (product, side) => product * side));

        // Per block of in -> out: k * k * (in + out) * out weights and 4 * out of the two norms.
        long Block(long inputs, long outputs) => k * k * (inputs + outputs) * outputs + 4 * outputs;
        var blocks = Block(1, w) + Block(w, 2 * w) + Block(2 * w, 4 * w) + Block(4 * w, 2 * w) + Block(2 * w, w);
        Assert.Equal(blocks + 4 * 4 * w * 2 * w + 2 * w + 4 * 2 * w * w + w + w + 1, found);
    }

    [Fact]
    public void Gradient_reaches_every_parameter()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        using var network = new UNet(Small);
        network.train();

        network.call(torch.rand([4, 1, 16, 16])).square().sum().backward();

        Assert.All(network.named_parameters(), parameter =>
        {
            var gradient = parameter.parameter.grad;
            Assert.True(gradient is not null && gradient.abs().sum().item<float>() > 0, $"{parameter.name} has no gradient");
        });
    }

    [Fact]
    public void Dropout_acts_in_training_only()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        using var network = new UNet(Small with { DropoutRate = 0.5f });
        var images = torch.rand([4, 1, 16, 16]);

        network.train();
        Assert.NotEqual(Run(network, images), Run(network, images));
        network.eval();
        Assert.Equal(Run(network, images), Run(network, images));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Starts_at_the_mean_target(double meanTarget)
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        using var network = new UNet(Small);
        network.StartAt(meanTarget);

        // Without the features the output is the head's bias alone.
        using (torch.no_grad()) network.state_dict()["head.weight"].zero_();
        network.eval();

        Assert.All(Run(network, torch.rand([2, 1, 8, 8])), pixel => Assert.Equal(meanTarget, pixel, 1e-5));
    }

    private static float[] Run(UNet network, torch.Tensor images)
    {
        using var noGradient = torch.no_grad();
        return network.call(images).data<float>().ToArray();
    }
}
