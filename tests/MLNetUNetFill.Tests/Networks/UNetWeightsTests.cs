using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Shared;
using TorchSharp;

namespace MLNetUNetFill.Tests.Networks;

[Collection(TorchCollection.Name)]
public sealed class UNetWeightsTests
{
    private static readonly UNetShape Shape = new(2, 3, 0.2f);

    [Fact]
    public void Loaded_weights_give_the_same_output()
    {
        using var scope = torch.NewDisposeScope();
        using UNet network = new(Shape), copy = new(Shape);
        var images = torch.rand([3, 1, 8, 8]);
        network.train();
        network.call(images);

        copy.Load(UNetWeights.Export(network));

        network.eval();
        copy.eval();
        Assert.Equal(network.call(images).data<float>().ToArray(), copy.call(images).data<float>().ToArray());
        var counted = Assert.Contains("enc1.norm1.num_batches_tracked", UNetWeights.Export(copy));
        Assert.Equal([1f], counted.Values);
    }

    [Fact]
    public void Exported_weights_are_a_copy()
    {
        using var network = new UNet(Shape);
        var before = UNetWeights.Export(network)["head.bias"].Values[0];

        network.StartAt(0.01);

        Assert.NotEqual(before, UNetWeights.Export(network)["head.bias"].Values[0]);
        Assert.Equal(Math.Log(0.01 / 0.99), UNetWeights.Export(network)["head.bias"].Values[0], 1e-5);
    }
}
