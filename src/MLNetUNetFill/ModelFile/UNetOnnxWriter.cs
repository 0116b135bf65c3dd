using MLNetUNetFill.Networks;

namespace MLNetUNetFill.ModelFile;

/// <summary>
/// Writes the U-Net of <see cref="UNetShape"/> in inference mode (batch normalisation folded into the convolutions, dropout the identity)
/// into an ONNX graph.
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
        var dec2 = Joint("dec2", Up("up2", bottleneck, bottom, second), enc2, second);
        var dec1 = Joint("dec1", Up("up1", dec2, second, w), enc1, w);
        return Node("Conv", "head", [dec1, Weight("head.weight", shape.Outputs, w, 1, 1), Weight("head.bias", shape.Outputs)],
            Ints("kernel_shape", 1, 1));
    }

    private string ConvBlock(string name, string input, int inChannels, int outChannels)
    {
        var (kernel, bias) = Kernel(name, "1", inChannels, outChannels);
        var first = Relu(name, "1", Convolve($"{name}.conv1", input, kernel, bias));
        return SecondHalf(name, first, outChannels);
    }

    /// <summary>
    /// A block over two images of the same size. Its first convolution runs over each of them and the results are added: ONNX Runtime keeps
    /// the images of an encoder in blocks of channels, and to concatenate them with others it would have to put both in order and back
    /// again.
    /// </summary>
    private string Joint(string name, string up, string skip, int channels)
    {
        var (kernel, bias) = Kernel(name, "1", 2 * channels, channels);
        var (ofUp, ofSkip) = (kernel.ForInputs(0, channels), kernel.ForInputs(channels, channels));
        var sum = Node("Add", $"{name}.conv1", [Convolve($"{name}.conv1.skip", skip, ofSkip, bias),
            Convolve($"{name}.conv1.up", up, ofUp, null)]);
        return SecondHalf(name, Relu(name, "1", sum), channels);
    }

    private string SecondHalf(string name, string input, int channels)
    {
        var (kernel, bias) = Kernel(name, "2", channels, channels);
        return Relu(name, "2", Convolve($"{name}.conv2", input, kernel, bias));
    }

    private string Convolve(string name, string input, WeightTensor kernel, float[]? bias)
    {
        int k = shape.KernelSize, pad = k / 2;
        List<string> inputs = [input, graph.Rounded($"{Prefix}{name}.weight", kernel.Values, 0, kernel.Shape)];
        if (bias is not null) inputs.Add(graph.Initializer($"{Prefix}{name}.bias", bias, bias.Length));
        return Node("Conv", name, [.. inputs], Ints("kernel_shape", k, k), Ints("pads", pad, pad, pad, pad));
    }

    private string Relu(string block, string index, string input) => Node("Relu", $"{block}.relu{index}", [input]);

    /// <summary>The kernel and the bias of a convolution, and with them the batch normalisation behind it: with fixed statistics, both are
    /// linear.</summary>
    private (WeightTensor Kernel, float[] Bias) Kernel(string block, string index, int inChannels, int outChannels)
    {
        string conv = $"{block}.conv{index}", norm = $"{block}.norm{index}";
        var kernel = Find($"{conv}.weight", outChannels, inChannels, shape.KernelSize, shape.KernelSize);
        if (!shape.Normalized) return (kernel, Find($"{conv}.bias", outChannels).Values);
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
        return (kernel with { Values = folded }, shift);
    }

    private string Pool(string name, string input) => Node("MaxPool", name, [input], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2));

    private string Up(string name, string input, int inChannels, int outChannels) =>
        Node("ConvTranspose", name, [input, Weight($"{name}.weight", inChannels, outChannels, 2, 2), Weight($"{name}.bias", outChannels)],
            Ints("kernel_shape", 2, 2), Ints("strides", 2, 2));

    private string Node(string opType, string name, string[] inputs, params Onnx.Ir.AttributeProto[] attributes) =>
        graph.Node(opType, Prefix + name, inputs, attributes);

    private string Weight(string key, params long[] expected) => _weights.Store(Prefix + key, expected);

    private WeightTensor Find(string key, params long[] expected) => _weights.Find(Prefix + key, expected);
}

/// <summary>Stores the tensors of a state_dict, of which each must have the shape that the graph needs.</summary>
internal sealed class WeightInitializers(OnnxGraphBuilder graph, IReadOnlyDictionary<string, WeightTensor> weights)
{
    /// <summary>Stores a weight under its own name; kernels in the precision of the graph, biases, of which there are few, as they
    /// are.</summary>
    /// <exception cref="ArgumentException">It is missing or has another shape.</exception>
    public string Store(string key, params long[] expected)
    {
        var tensor = Find(key, expected);
        return key.EndsWith(".weight", StringComparison.Ordinal) ? graph.Rounded(key, tensor.Values, 0, tensor.Shape)
            : graph.Initializer(key, tensor.Values, tensor.Shape);
    }

    /// <summary>A weight's values.</summary>
    /// <exception cref="ArgumentException">It is missing or has another shape.</exception>
    public WeightTensor Find(string key, params long[] expected)
    {
        if (!weights.TryGetValue(key, out var tensor))
            throw new ArgumentException($"The weights have no '{key}'; expected a tensor of shape [{string.Join(", ", expected)}].");
        if (!tensor.Shape.SequenceEqual(expected) || tensor.Values.Length != expected.Aggregate(1L, (product, dim) => product * dim))
            throw new ArgumentException($"The weight '{key}' has shape [{string.Join(", ", tensor.Shape)}] and {tensor.Values.Length} "
                + $"values; expected shape [{string.Join(", ", expected)}].");
        return tensor;
    }
}
