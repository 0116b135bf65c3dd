using MLNetUNetFill.Network;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Onnx;

/// <summary>
/// Writes the U-Net of <see cref="UNetShape"/> in inference mode (batch statistics fixed, dropout the identity) into an ONNX graph.
/// Weights keep their state_dict names, so that a graph viewer shows the published network.
/// </summary>
internal sealed class UNetOnnxWriter(OnnxGraphBuilder graph, UNetShape shape, IReadOnlyDictionary<string, WeightTensor> weights)
{
    /// <summary>PyTorch's default for BatchNorm2d.</summary>
    private const float NormEpsilon = 1e-5f;

    /// <summary>Appends the network.</summary>
    /// <param name="image">Name of the cell images, <c>[N, 1, H, W]</c>.</param>
    /// <returns>Name of the sigmoid output, <c>[N, 1, H, W]</c>.</returns>
    /// <exception cref="ArgumentException">A weight is missing or has another shape.</exception>
    public string Write(string image)
    {
        int w = shape.BaseChannels;
        var enc1 = ConvBlock("enc1", image, 1, w);
        var enc2 = ConvBlock("enc2", Pool("pool1", enc1), w, 2 * w);
        var bottleneck = ConvBlock("bottleneck", Pool("pool2", enc2), 2 * w, 4 * w);
        var dec2 = ConvBlock("dec2", Concat("cat2", Up("up2", bottleneck, 4 * w, 2 * w), enc2), 4 * w, 2 * w);
        var dec1 = ConvBlock("dec1", Concat("cat1", Up("up1", dec2, 2 * w, w), enc1), 2 * w, w);
        var head = graph.Node("Conv", "head", [dec1, Weight("head.weight", 1, w, 1, 1), Weight("head.bias", 1)],
            Ints("kernel_shape", 1, 1));
        return graph.Node("Sigmoid", "sigmoid", [head]);
    }

    private string ConvBlock(string name, string input, int inChannels, int outChannels)
    {
        var half = NormalisedConv(name, "1", input, inChannels, outChannels);
        return NormalisedConv(name, "2", half, outChannels, outChannels);
    }

    private string NormalisedConv(string block, string index, string input, int inChannels, int outChannels)
    {
        int k = shape.KernelSize, pad = k / 2;
        string norm = $"{block}.norm{index}";
        var conv = graph.Node("Conv", $"{block}.conv{index}", [input, Weight($"{block}.conv{index}.weight", outChannels, inChannels, k, k)],
            Ints("kernel_shape", k, k), Ints("pads", pad, pad, pad, pad));
        var normalised = graph.Node("BatchNormalization", norm,
            [conv, Weight($"{norm}.weight", outChannels), Weight($"{norm}.bias", outChannels),
                Weight($"{norm}.running_mean", outChannels), Weight($"{norm}.running_var", outChannels)],
            Float("epsilon", NormEpsilon));
        return graph.Node("Relu", $"{block}.relu{index}", [normalised]);
    }

    private string Pool(string name, string input) =>
        graph.Node("MaxPool", name, [input], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2));

    private string Up(string name, string input, int inChannels, int outChannels) =>
        graph.Node("ConvTranspose", name, [input, Weight($"{name}.weight", inChannels, outChannels, 2, 2), Weight($"{name}.bias", outChannels)],
            Ints("kernel_shape", 2, 2), Ints("strides", 2, 2));

    private string Concat(string name, string up, string skip) => graph.Node("Concat", name, [up, skip], Int("axis", 1));

    private string Weight(string key, params long[] expected)
    {
        if (!weights.TryGetValue(key, out var tensor))
            throw new ArgumentException($"The weights have no '{key}'; expected a tensor of shape [{string.Join(", ", expected)}].");
        if (!tensor.Shape.SequenceEqual(expected) || tensor.Values.Length != expected.Aggregate(1L, (product, dim) => product * dim))
        {
            throw new ArgumentException($"The weight '{key}' has shape [{string.Join(", ", tensor.Shape)}] and {tensor.Values.Length} values; "
                + $"expected shape [{string.Join(", ", expected)}].");
        }
        return graph.Initializer(key, tensor.Values, tensor.Shape);
    }
}
