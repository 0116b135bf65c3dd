using MLNetUNetFill.Network;
using TorchSharp;

namespace MLNetUNetFill.Tests.Network;

[Collection(TorchCollection.Name)]
public sealed class ContextUNetTests
{
    private static readonly UNetShape Small = ContextUNet.Trunk(inputChannels: 5, baseChannels: 4, kernelSize: 1, dropoutRate: 0);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void State_dict_has_the_documented_names_and_shapes(int kernel)
    {
        using var network = new ContextUNet(ContextUNet.Trunk(22, 16, kernel, 0.2f), 8, 12);

        var shapes = UNetWeights.Export(network).ToDictionary(weight => weight.Key, weight => string.Join("x", weight.Value.Shape));

        var expected = new Dictionary<string, string>
        {
            ["linear.weight"] = "3x22x1x1", ["linear.bias"] = "3", ["gene_bias"] = "1x3x8x12", ["log_theta"] = "1x1x8x12",
            ["trunk.up2.weight"] = "64x32x2x2", ["trunk.up2.bias"] = "32", ["trunk.up1.weight"] = "32x16x2x2", ["trunk.up1.bias"] = "16",
            ["trunk.head.weight"] = "3x16x1x1", ["trunk.head.bias"] = "3",
        };
        foreach (var (block, inputs, outputs) in new[]
                 { ("enc1", 22, 16), ("enc2", 16, 32), ("bottleneck", 32, 64), ("dec2", 64, 32), ("dec1", 32, 16) })
        {
            expected[$"trunk.{block}.conv1.weight"] = $"{outputs}x{inputs}x{kernel}x{kernel}";
            expected[$"trunk.{block}.conv2.weight"] = $"{outputs}x{outputs}x{kernel}x{kernel}";
            foreach (var convolution in new[] { "conv1", "conv2" }) expected[$"trunk.{block}.{convolution}.bias"] = $"{outputs}";
        }
        Assert.Equal(expected.OrderBy(weight => weight.Key, StringComparer.Ordinal), shapes.OrderBy(weight => weight.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Starts_at_zero()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new ContextUNet(Small, 8, 4);

        var output = network.call(torch.rand([2, 5, 8, 4]));

        Assert.Equal([2, 3, 8, 4], output.shape);
        Assert.All(output.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Output_is_the_sum_of_trunk_linear_path_and_gene_bias()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var network = new ContextUNet(Small, 4, 4);
        var weights = network.state_dict();
        weights["trunk.head.bias"].fill_(1);
        weights["linear.weight"].fill_(2);
        weights["linear.bias"].fill_(10);
        weights["gene_bias"].add_(torch.tensor([.. Enumerable.Range(0, 48).Select(i => 100f * i)], [1, 3, 4, 4]));
        var images = torch.rand([1, 5, 4, 4]);

        var output = network.call(images).reshape(48).data<float>().ToArray();

        var sums = images.sum([1L]).reshape(16).data<float>().ToArray();
        for (var i = 0; i < 48; i++) Assert.Equal(1 + 10 + 2 * sums[i % 16] + 100f * i, output[i], 1e-2);
    }

    [Fact]
    public void With_a_head_gradient_reaches_every_parameter_but_the_dispersion()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        using var network = new ContextUNet(Small with { BaseChannels = 16 }, 8, 8);
        using (torch.no_grad()) network.state_dict()["trunk.head.weight"].fill_(1);

        (network.call(torch.randn([4, 5, 8, 8])) - 1).square().sum().backward();

        Assert.All(network.named_parameters(), parameter =>
        {
            var gradient = parameter.parameter.grad;
            Assert.Equal(parameter.name != "log_theta", gradient is not null && gradient.abs().sum().item<float>() > 0);
        });
    }

    [Fact]
    public void Matrix_products_give_what_the_convolutions_give()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(3);
        var shape = Small with { InputChannels = 6, BaseChannels = 8 };
        using var network = new ContextUNet(shape, 8, 12);
        using var trunk = new UNet(shape);
        using (torch.no_grad())
            foreach (var (_, parameter) in network.named_parameters()) parameter.copy_(torch.randn(parameter.shape) * 0.3f);
        UNetWeights.Load(trunk, UNetWeights.Export(network).Where(weight => weight.Key.StartsWith("trunk.", StringComparison.Ordinal))
            .ToDictionary(weight => weight.Key["trunk.".Length..], weight => weight.Value));
        var images = torch.randn([3, 6, 8, 12]);
        using var linear = torch.nn.Conv2d(6, 3, 1);
        var weights = network.state_dict();
        linear.load_state_dict(new Dictionary<string, torch.Tensor> { ["weight"] = weights["linear.weight"], ["bias"] = weights["linear.bias"] });

        var found = network.call(images);

        var expected = trunk.Logits(images) + linear.call(images) + weights["gene_bias"];
        Assert.True(found.allclose(expected, rtol: 1e-4, atol: 1e-4));

        found.square().sum().backward();
        expected.square().sum().backward();
        Assert.All(trunk.named_parameters(), parameter => Assert.True(
            parameter.parameter.grad!.allclose(network.named_parameters().Single(own => own.name == "trunk." + parameter.name).parameter.grad!, 1e-3, 1e-2)));
    }

    [Fact]
    public void Planes_go_back_to_images()
    {
        using var scope = torch.NewDisposeScope();
        var images = torch.rand([2, 3, 8, 12]);

        Assert.True(PixelPlanes.ToImages(PixelPlanes.FromImages(images), 8, 12).Equals(images));
    }

    [Fact]
    public void Dropout_on_planes_drops_whole_channels_of_an_image_and_keeps_the_mean()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);

        var dropped = PixelPlanes.Drop(torch.ones([100, 4, 30, 2]), 0.25).permute(0, 2, 1, 3).reshape(3000, 8).data<float>().ToArray();

        Assert.All(dropped.Chunk(8), channel => Assert.Single(channel.Distinct()));
        Assert.Equal(1, dropped.Average(), 0.1);
        Assert.Equal([0f, 1 / 0.75f], dropped.Distinct().Order());
    }
}
