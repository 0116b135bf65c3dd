using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Network;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Onnx.Writers;

/// <summary>Writes <see cref="ContextUNet"/>: trunk(x) + linear(x) + gene_bias.</summary>
internal sealed class ContextNetworkWriter(OnnxGraphBuilder graph, PixelMap pixels, ContextNetwork network)
{
    /// <summary>Appends the network.</summary>
    /// <param name="channels">The channels, each <c>[N, P]</c>.</param>
    /// <returns>The outputs in the order of <see cref="ContextOutput"/>, each <c>[N, P]</c>.</returns>
    public string[] Write(IReadOnlyDictionary<ContextChannel, string> channels)
    {
        var weights = new WeightInitializers(graph, network.Weights);
        var (height, width, count) = (pixels.Height, pixels.Width, pixels.PixelCount);
        var flat = graph.Node("Concat", "flat_channels", [.. Enum.GetValues<ContextChannel>().Select(channel => channels[channel])], Int("axis", 1));
        var image = graph.Node("Reshape", "image", [flat, graph.Initializer("image_shape", [0L, channels.Count, height, width], 4)]);

        var trunk = new UNetOnnxWriter(graph, network.Shape, network.Weights) { Prefix = "trunk." }.Write(image);
        var linear = graph.Node("Conv", "linear",
            [image, weights.Store("linear.weight", ContextUNet.Outputs, channels.Count, 1, 1), weights.Store("linear.bias", ContextUNet.Outputs)], Ints("kernel_shape", 1, 1));
        var sum = graph.Node("Add", "trunk_and_linear", [trunk, linear]);
        var output = graph.Node("Add", "network", [sum, weights.Store("gene_bias", 1, ContextUNet.Outputs, height, width)]);
        var rows = graph.Node("Reshape", "output_rows", [output, graph.Initializer("output_shape", [0L, ContextUNet.Outputs * count], 2)]);
        return graph.Node("Split", ["output_rate", "output_value", "output_deviation"],
            [rows, graph.Initializer("output_widths", [(long)count, count, count], ContextUNet.Outputs)], Int("axis", 1));
    }
}
