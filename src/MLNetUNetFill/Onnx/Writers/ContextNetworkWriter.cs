using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Network;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Onnx.Writers;

/// <summary>Writes <see cref="ContextUNet"/>: two networks over the same channels, each trunk(x) + linear(x) + gene_bias.</summary>
internal sealed class ContextNetworkWriter(OnnxGraphBuilder graph, PixelMap pixels, ContextNetwork network)
{
    private readonly WeightInitializers _weights = new(graph, network.Weights);

    /// <summary>Appends the networks.</summary>
    /// <param name="channels">The channels, each <c>[N, P]</c>.</param>
    /// <returns>The outputs in the order of <see cref="ContextOutput"/>, each <c>[N, P]</c>.</returns>
    public string[] Write(IReadOnlyDictionary<ContextChannel, string> channels)
    {
        var flat = graph.Node("Concat", "flat_channels", [.. Enum.GetValues<ContextChannel>().Select(channel => channels[channel])], Int("axis", 1));
        var image = graph.Node("Reshape", "image", [flat, graph.Initializer("image_shape", [0L, channels.Count, pixels.Height, pixels.Width], 4)]);
        string[] rate = Branch("rate", image, ["output_rate"]), value = Branch("value", image, ["output_value", "output_deviation"]);
        return [.. rate, .. value];
    }

    private string[] Branch(string name, string image, string[] outputs)
    {
        int channels = network.Shape.InputChannels, count = outputs.Length;
        var trunk = new UNetOnnxWriter(graph, network.Shape with { Outputs = count }, network.Weights) { Prefix = $"{name}.trunk." }.Write(image);
        var linear = graph.Node("Conv", $"{name}.linear",
            [image, _weights.Store($"{name}.linear.weight", count, channels, 1, 1), _weights.Store($"{name}.linear.bias", count)], Ints("kernel_shape", 1, 1));
        var sum = graph.Node("Add", $"{name}.trunk_and_linear", [trunk, linear]);
        var output = graph.Node("Add", $"{name}.output", [sum, _weights.Store($"{name}.gene_bias", 1, count, pixels.Height, pixels.Width)]);
        var rows = graph.Node("Reshape", $"{name}.rows", [output, graph.Initializer($"{name}.rows_shape", [0L, count * pixels.PixelCount], 2)]);
        return graph.Node("Split", outputs,
            [rows, graph.Initializer($"{name}.widths", [.. Enumerable.Repeat((long)pixels.PixelCount, count)], count)], Int("axis", 1));
    }
}
