using MLNetUNetFill.Network;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Onnx.Writers;

/// <summary>
/// Writes the U-Net of <see cref="UNetShape"/> in inference mode (batch normalisation folded into the convolutions, dropout the identity) into an ONNX graph.
/// Weights keep their state_dict names, so that a graph viewer shows the published network.
/// </summary>
internal sealed class UNetOnnxWriter(OnnxGraphBuilder graph, UNetShape shape, IReadOnlyDictionary<string, WeightTensor> weights)
{
    /// <summary>PyTorch's default for BatchNorm2d.</summary>
    private const float NormEpsilon = 1e-5f;

    private readonly WeightInitializers _weights = new(graph, weights);

    /// <summary>What stands before every name in the state_dict.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Appends the network.</summary>
    /// <param name="image">Name of the cell images, <c>[N, InputChannels, H, W]</c>.</param>
    /// <returns>Name of the head's output, before any activation, <c>[N, Outputs, H, W]</c>.</returns>
    /// <exception cref="ArgumentException">A weight is missing or has another shape.</exception>
    public string Write(string image)
    {
        var (w, second, bottom) = (shape.BaseChannels, shape.SecondChannels, shape.BottleneckChannels);
        var enc1 = ConvBlock("enc1", image, shape.InputChannels, w);
        var enc2 = ConvBlock("enc2", Pool("pool1", enc1), w, second);
        var bottleneck = ConvBlock("bottleneck", Pool("pool2", enc2), second, bottom);
        var dec2 = ConvBlock("dec2", Concat("cat2", Up("up2", bottleneck, bottom, second), enc2), 2 * second, second);
        var dec1 = ConvBlock("dec1", Concat("cat1", Up("up1", dec2, second, w), enc1), 2 * w, w);
        return Node("Conv", "head", [dec1, Weight("head.weight", shape.Outputs, w, 1, 1), Weight("head.bias", shape.Outputs)], Ints("kernel_shape", 1, 1));
    }

    private string ConvBlock(string name, string input, int inChannels, int outChannels)
    {
        var half = ConvUnit(name, "1", input, inChannels, outChannels);
        return ConvUnit(name, "2", half, outChannels, outChannels);
    }

    private string ConvUnit(string block, string index, string input, int inChannels, int outChannels)
    {
        int k = shape.KernelSize, pad = k / 2;
        string name = $"{block}.conv{index}", norm = $"{block}.norm{index}";
        string[] kernelAndBias = shape.Normalized ? Fold(name, norm, outChannels, inChannels)
            : [Weight($"{name}.weight", outChannels, inChannels, k, k), Weight($"{name}.bias", outChannels)];
        var conv = Node("Conv", name, [input, .. kernelAndBias], Ints("kernel_shape", k, k), Ints("pads", pad, pad, pad, pad));
        return Node("Relu", $"{block}.relu{index}", [conv]);
    }

    /// <summary>A convolution and the batch normalisation behind it as one convolution: with fixed statistics, both are linear.</summary>
    private string[] Fold(string conv, string norm, int outChannels, int inChannels)
    {
        var kernel = Find($"{conv}.weight", outChannels, inChannels, shape.KernelSize, shape.KernelSize);
        float[] weight = Find($"{norm}.weight", outChannels).Values, bias = Find($"{norm}.bias", outChannels).Values;
        float[] mean = Find($"{norm}.running_mean", outChannels).Values, variance = Find($"{norm}.running_var", outChannels).Values;
        float[] folded = new float[kernel.Values.Length], shift = new float[outChannels];
        var size = folded.Length / outChannels;
        for (var channel = 0; channel < outChannels; channel++)
        {
            var scale = weight[channel] / Math.Sqrt(variance[channel] + NormEpsilon);
            for (var i = channel * size; i < (channel + 1) * size; i++) folded[i] = (float)(kernel.Values[i] * scale);
            shift[channel] = (float)(bias[channel] - mean[channel] * scale);
        }
        return [graph.Rounded($"{Prefix}{conv}.weight", folded, 0, kernel.Shape), graph.Initializer($"{Prefix}{conv}.bias", shift, outChannels)];
    }

    private string Pool(string name, string input) =>
        Node("MaxPool", name, [input], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2));

    private string Up(string name, string input, int inChannels, int outChannels) =>
        Node("ConvTranspose", name, [input, Weight($"{name}.weight", inChannels, outChannels, 2, 2), Weight($"{name}.bias", outChannels)],
            Ints("kernel_shape", 2, 2), Ints("strides", 2, 2));

    private string Concat(string name, string up, string skip) => Node("Concat", name, [up, skip], Int("axis", 1));

    private string Node(string opType, string name, string[] inputs, params Ir.AttributeProto[] attributes) =>
        graph.Node(opType, Prefix + name, inputs, attributes);

    private string Weight(string key, params long[] expected) => _weights.Store(Prefix + key, expected);

    private WeightTensor Find(string key, params long[] expected) => _weights.Find(Prefix + key, expected);
}
