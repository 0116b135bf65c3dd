using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Network;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Onnx.Writers;

/// <summary>Writes <see cref="ContextUNet"/>: the rate's U-Net over the <see cref="RateChannels"/> and the value's pointwise network over all, each
/// trunk(x) + linear(x) + gene_bias, where the U-Net sees x + gene_embedding.</summary>
internal sealed class ContextNetworkWriter(OnnxGraphBuilder graph, PixelMap pixels, ContextNetwork network)
{
    private readonly WeightInitializers _weights = new(graph, network.Weights);

    /// <summary>Appends the networks.</summary>
    /// <param name="channels">The channels, each <c>[N, P]</c>.</param>
    /// <returns>The outputs in the order of <see cref="ContextOutput"/>, each <c>[N, P]</c>.</returns>
    public string[] Write(IReadOnlyDictionary<ContextChannel, string> channels)
    {
        var (shape, all) = (ContextUNet.RateShape(network.Shape), network.Shape.InputChannels);
        string[] ordered = [.. Enum.GetValues<ContextChannel>().Select(channel => channels[channel])];
        // Joined in two steps: who asks for the rate alone computes no other channel.
        var ofRate = Joined("rate.channels", ordered[..shape.InputChannels]);
        string rateImage = Image("rate.image", ofRate, shape.InputChannels), image = Image("image", Joined("channels", [ofRate, .. ordered[shape.InputChannels..]]), all);
        var embedded = graph.Node("Add", "rate.embedded",
            [rateImage, _weights.Store("rate.gene_embedding", 1, shape.InputChannels, pixels.Height, pixels.Width)]);
        var unet = new UNetOnnxWriter(graph, shape, network.Weights) { Prefix = "rate.trunk." }.Write(embedded);
        return
        [
            .. Branch("rate", rateImage, shape.InputChannels, unet, ["output_rate"]),
            .. Branch("value", image, all, Pointwise(image), ["output_value", "output_deviation"]),
        ];
    }

    private string Pointwise(string image)
    {
        int width = network.Shape.PointwiseChannels;
        var first = graph.Node("Relu", "value.trunk.relu1", [Conv("value.trunk.hidden1", image, network.Shape.InputChannels, width)]);
        var second = graph.Node("Relu", "value.trunk.relu2", [Conv("value.trunk.hidden2", first, width, width)]);
        return Conv("value.trunk.head", second, width, 2);
    }

    private string Joined(string name, string[] flat) => graph.Node("Concat", name, flat, Int("axis", 1));

    private string Image(string name, string flat, int channels) =>
        graph.Node("Reshape", name, [flat, graph.Initializer($"{name}_shape", [0L, channels, pixels.Height, pixels.Width], 4)]);

    private string[] Branch(string name, string image, int channels, string trunk, string[] outputs)
    {
        var count = outputs.Length;
        var sum = graph.Node("Add", $"{name}.trunk_and_linear", [trunk, Conv($"{name}.linear", image, channels, count)]);
        var output = graph.Node("Add", $"{name}.output", [sum, _weights.Store($"{name}.gene_bias", 1, count, pixels.Height, pixels.Width)]);
        var rows = graph.Node("Reshape", $"{name}.rows", [output, graph.Initializer($"{name}.rows_shape", [0L, count * pixels.PixelCount], 2)]);
        return graph.Node("Split", outputs,
            [rows, graph.Initializer($"{name}.widths", [.. Enumerable.Repeat((long)pixels.PixelCount, count)], count)], Int("axis", 1));
    }

    private string Conv(string name, string input, int inputs, int outputs) => graph.Node("Conv", name,
        [input, _weights.Store($"{name}.weight", outputs, inputs, 1, 1), _weights.Store($"{name}.bias", outputs)], Ints("kernel_shape", 1, 1));
}
