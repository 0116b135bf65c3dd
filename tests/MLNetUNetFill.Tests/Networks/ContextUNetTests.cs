using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Shared;
using TorchSharp;

namespace MLNetUNetFill.Tests.Networks;

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

        var expected = new Dictionary<string, string> { ["log_theta"] = "1x1x8x12", ["rate.gene_embedding"] = "1x22x8x12" };
        foreach (var (branch, heads, features) in new[] { ("rate", 2, 16), ("value", 2, 64) })
        {
            expected[$"{branch}.linear.weight"] = $"{heads}x22x1x1";
            expected[$"{branch}.linear.bias"] = $"{heads}";
            expected[$"{branch}.gene_bias"] = $"1x{heads}x8x12";
            expected[$"{branch}.trunk.head.weight"] = $"{heads}x{features}x1x1";
            expected[$"{branch}.trunk.head.bias"] = $"{heads}";
        }
        foreach (var up in new[] { "up2", "up1" })
        {
            expected[$"rate.trunk.{up}.weight"] = "16x16x2x2";
            expected[$"rate.trunk.{up}.bias"] = "16";
        }
        foreach (var (block, inputs, outputs) in new[]
                 { ("enc1", 22, 16), ("enc2", 16, 16), ("bottleneck", 16, 16), ("dec2", 32, 16), ("dec1", 32, 16) })
        {
            expected[$"rate.trunk.{block}.conv1.weight"] = $"{outputs}x{inputs}x{kernel}x{kernel}";
            expected[$"rate.trunk.{block}.conv2.weight"] = $"{outputs}x{outputs}x{kernel}x{kernel}";
            foreach (var convolution in new[] { "conv1", "conv2" }) expected[$"rate.trunk.{block}.{convolution}.bias"] = $"{outputs}";
        }
        foreach (var (layer, inputs) in new[] { ("hidden1", 22), ("hidden2", 64) })
        {
            expected[$"value.trunk.{layer}.weight"] = $"64x{inputs}x1x1";
            expected[$"value.trunk.{layer}.bias"] = "64";
        }
        Assert.Equal(expected.OrderBy(weight => weight.Key, StringComparer.Ordinal),
            shapes.OrderBy(weight => weight.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Starts_at_zero()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new ContextUNet(Small, 8, 4);

        var output = network.call(torch.rand([2, 5, 8, 4]));

        Assert.Equal([2, 4, 8, 4], output.shape);
        Assert.All(output.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Output_is_the_sum_of_trunk_linear_path_and_gene_bias()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var network = new ContextUNet(Small, 4, 4);
        var weights = network.state_dict();
        foreach (var branch in new[] { "rate", "value" })
        {
            weights[$"{branch}.trunk.head.bias"].fill_(1);
            weights[$"{branch}.linear.weight"].fill_(2);
            weights[$"{branch}.linear.bias"].fill_(10);
            weights[$"{branch}.gene_bias"].add_(torch.tensor([.. Enumerable.Range(0, 32).Select(i => 100f * i)], [1, 2, 4, 4]));
        }
        var images = torch.rand([1, 5, 4, 4]);

        var output = network.call(images).reshape(64).data<float>().ToArray();

        var sums = images.sum([1L]).reshape(16).data<float>().ToArray();
        for (var i = 0; i < 16; i++)
        {
            for (var head = 0; head < 4; head++)
                Assert.Equal(11 + 2 * sums[i] + 100f * (16 * (head % 2) + i), output[16 * head + i], 1e-2);
        }
    }

    [Fact]
    public void With_a_head_gradient_reaches_every_parameter_but_the_dispersion()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        using var network = new ContextUNet(Small with { BaseChannels = 16 }, 8, 8);
        using (torch.no_grad())
            foreach (var branch in new[] { "rate", "value" }) network.state_dict()[$"{branch}.trunk.head.weight"].fill_(1);

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
        var shape = Small with { InputChannels = 6, BaseChannels = 8, Outputs = 2 };
        using var branch = new ContextBranch(shape, 8, 12);
        using var trunk = new UNet(shape);
        using var linear = torch.nn.Conv2d(6, 2, 1);
        using (torch.no_grad())
            foreach (var (_, parameter) in branch.named_parameters()) parameter.copy_(torch.randn(parameter.shape) * 0.3f);
        var weights = UNetWeights.Export(branch);
        trunk.Load(Below("trunk.", weights));
        linear.Load(Below("linear.", weights));
        var images = torch.randn([3, 6, 8, 12]);

        var found = branch.call(images);

        var expected = trunk.Logits(images + branch.state_dict()["gene_embedding"]) + linear.call(images)
            + branch.state_dict()["gene_bias"];
        Assert.True(found.allclose(expected, rtol: 1e-4, atol: 1e-4));

        found.square().sum().backward();
        expected.square().sum().backward();
        Assert.All(trunk.named_parameters(), parameter => Assert.True(
            parameter.parameter.grad!.allclose(branch.named_parameters().Single(own => own.name == "trunk."
            + parameter.name).parameter.grad!, 1e-3, 1e-2)));

        static Dictionary<string, WeightTensor> Below(string prefix, IReadOnlyDictionary<string, WeightTensor> weights) =>
            weights.Where(weight => weight.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(weight => weight.Key[prefix.Length..], weight => weight.Value);
    }

    [Fact]
    public void The_value_at_single_entries_is_that_of_their_pixels()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(4);
        using var branch = new ValueBranch(Small with { Outputs = 2 }, 8, 12);
        using (torch.no_grad())
            foreach (var (_, parameter) in branch.named_parameters()) parameter.copy_(torch.randn(parameter.shape) * 0.3f);
        var images = torch.randn([3, 5, 8, 12]);
        var (pixels, cells) = (torch.tensor([5L, 95, 40, 5]), torch.tensor([0L, 0, 1, 2]));
        torch.Tensor At(torch.Tensor values) => values.permute(1, 0, 2, 3).reshape(values.shape[1], -1).index_select(1, cells * 96
            + pixels);

        Assert.True(branch.ForEntries(At(images), pixels).allclose(At(branch.call(images)), 1e-4, 1e-4));
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
