using MLNetUNetFill.Context;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Onnx.Writers;

/// <summary>Writes the context network, the two heads and what follows from them.</summary>
internal sealed class HeadsWriter(OnnxGraphBuilder graph, GapFillModel model, ContextNetwork network, GeneTensors genes)
{
    /// <summary>Outputs of the network: rate, value, log standard deviation of the value.</summary>
    private const int Heads = 3;

    private readonly WeightInitializers _weights = new(graph, network.Weights);
    private readonly string _one = graph.Initializer("one", [1f]);

    /// <summary>Appends network and heads.</summary>
    /// <param name="channels">The channels, each <c>[N, P]</c>.</param>
    /// <param name="library">Library size, <c>[N, 1]</c>.</param>
    public FillTensors Write(IReadOnlyDictionary<ContextChannel, string> channels, string library)
    {
        var heads = Network(channels);
        var rate = Rate(heads[0], channels[ContextChannel.NeighbourRate50]);
        var value = Value(heads[1]);
        var detection = Detection(rate, library);
        return new FillTensors(value, rate, detection, Expected(detection, value), Uncertainty(heads[2]));
    }

    /// <summary>trunk(x) + linear(x) + gene_bias, each head <c>[N, P]</c>.</summary>
    private string[] Network(IReadOnlyDictionary<ContextChannel, string> channels)
    {
        var (height, width, pixels) = (model.Pixels.Height, model.Pixels.Width, model.Pixels.PixelCount);
        var flat = graph.Node("Concat", "flat_channels", [.. Enum.GetValues<ContextChannel>().Select(channel => channels[channel])], Int("axis", 1));
        var image = graph.Node("Reshape", "image", [flat, graph.Initializer("image_shape", [0L, channels.Count, height, width], 4)]);

        var trunk = new UNetOnnxWriter(graph, network.Shape, network.Weights)
        {
            Prefix = "trunk.",
            InputChannels = channels.Count,
            OutputChannels = Heads,
            IsNormalised = false,
        }.Write(image);
        var linear = graph.Node("Conv", "linear",
            [image, _weights.Store("linear.weight", Heads, channels.Count, 1, 1), _weights.Store("linear.bias", Heads)], Ints("kernel_shape", 1, 1));
        var sum = graph.Node("Add", "trunk_and_linear", [trunk, linear]);
        var output = graph.Node("Add", "network", [sum, _weights.Store("gene_bias", 1, Heads, height, width)]);
        var rows = graph.Node("Reshape", "head_rows", [output, graph.Initializer("head_shape", [0L, Heads * pixels], 2)]);
        return graph.Node("Split", ["head_rate", "head_value", "head_deviation"],
            [rows, graph.Initializer("head_widths", [(long)pixels, pixels, pixels], Heads)], Int("axis", 1));
    }

    /// <summary>exp(clamp(ln f + ln-ratio of the 50 nearest + head, -25, 3)).</summary>
    private string Rate(string head, string neighbourRate)
    {
        var log = graph.Node("Add", "log_rate", [graph.Node("Add", "log_base", [neighbourRate, genes.LogShare]), head]);
        return graph.Node("Exp", "rate", [Clip("log_rate_clipped", log, -25, 3)]);
    }

    /// <summary>(sigmoid(head) - 1/2) * 10 s + m, floored at 0.</summary>
    private string Value(string head)
    {
        var centred = graph.Node("Sub", "value_centred", [graph.Node("Sigmoid", "value_sigmoid", [head]), graph.Initializer("middle", [0.5f])]);
        var wide = graph.Node("Mul", "value_scaled", [centred, graph.Node("Mul", "value_range", [genes.Deviation, graph.Initializer("deviations", [10f])])]);
        return graph.Node("Relu", "value", [graph.Node("Add", "value_unfloored", [wide, genes.Mean])]);
    }

    /// <summary>1 - (theta / (theta + mu L))^theta, the negative binomial's chance of a count above 0.</summary>
    private string Detection(string rate, string library)
    {
        var logTheta = _weights.Find("log_theta", 1, 1, model.Pixels.Height, model.Pixels.Width).Values;
        var theta = graph.Initializer("theta", Array.ConvertAll(logTheta, log => (float)Math.Exp(Math.Clamp(log, -4, 6))), 1, logTheta.Length);
        var ratio = graph.Node("Div", "count_over_theta", [graph.Node("Mul", "expected_count_here", [rate, library]), theta]);
        var exponent = graph.Node("Neg", "log_zero", [graph.Node("Mul", "log_zero_negated", [LogOnePlus("log_spread", ratio), theta])]);
        return graph.Node("Sub", "detection", [_one, graph.Node("Exp", "zero_probability", [exponent])]);
    }

    /// <summary>log1p(p expm1(value)): the logarithm of the expected count per ten thousand, undetected copies of the cell counting as 0.</summary>
    private string Expected(string detection, string value)
    {
        var counts = graph.Node("Sub", "value_cp10k", [graph.Node("Exp", "value_cp10k_plus_one", [value]), _one]);
        return LogOnePlus("expected", graph.Node("Mul", "expected_cp10k", [detection, counts]));
    }

    /// <summary>exp(clamp(head, -4, 3)) s, calibrated.</summary>
    private string Uncertainty(string head)
    {
        var deviation = graph.Node("Exp", "standardised_uncertainty", [Clip("log_uncertainty", head, -4, 3)]);
        var scale = graph.Node("Mul", "uncertainty_scale", [genes.Deviation, graph.Initializer("calibration", [network.UncertaintyScale])]);
        return graph.Node("Mul", "uncertainty", [deviation, scale]);
    }

    /// <summary>log(1 + x) for x not below 0, exact for small x, where 1 + x is rounded (Kahan): log(w) x / (w - 1) with w = 1 + x.</summary>
    private string LogOnePlus(string hint, string x)
    {
        var sum = graph.Node("Add", hint + "_plus_one", [x, _one]);
        var rounded = graph.Node("Sub", hint + "_rounded", [sum, _one]);
        var isLost = graph.Node("Equal", hint + "_is_lost", [rounded, graph.Initializer("nothing", [0f])]);
        var divisor = graph.Node("Where", hint + "_divisor", [isLost, _one, rounded]);
        var log = graph.Node("Mul", hint + "_scaled", [graph.Node("Log", hint + "_log", [sum]), graph.Node("Div", hint + "_correction", [x, divisor])]);
        return graph.Node("Where", hint, [isLost, x, log]);
    }

    private string Clip(string hint, string values, float least, float most) =>
        graph.Node("Clip", hint, [values, graph.Initializer("least", [least]), graph.Initializer("most", [most])]);
}
