using MLNetUNetFill.Context;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Onnx;

namespace MLNetUNetFill.ModelFile;

/// <summary>Writes what the outputs of the context network mean; see <see cref="ContextOutput"/>.</summary>
internal sealed class HeadsWriter(OnnxGraphBuilder graph, GapFillModel model, ContextNetwork network, GeneTensors genes)
{
    private readonly string _one = graph.Initializer("one", [1f]);

    /// <summary>Appends the heads.</summary>
    /// <param name="outputs">The network's outputs, each <c>[N, P]</c>.</param>
    /// <param name="neighbourRate">The base of the rate without ln f, <see cref="ContextChannel.NeighbourRate50"/>, <c>[N, P]</c>.</param>
    /// <param name="library">Library size, <c>[N, 1]</c>.</param>
    public FillTensors Write(string[] outputs, string neighbourRate, string library)
    {
        var rate = Rate(outputs[ContextOutput.Rate], neighbourRate);
        var value = Value(outputs[ContextOutput.Value]);
        var theta = Theta();
        var detection = Detection(rate, library, theta);
        var typical = network.FillsAtMedianLibrary ? Detection(rate, graph.Initializer("typical_library", [network.Context.MedianLibrary]), theta) : detection;
        var denoised = Denoised(typical, value);
        return new FillTensors(value, rate, detection, Expected(typical, value, denoised), denoised, Uncertainty(outputs[ContextOutput.LogDeviation]));
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
        var wide = graph.Node("Mul", "value_scaled", [centred, graph.Node("Mul", "value_range", [genes.Deviation, graph.Initializer("deviations", [ContextOutput.ZRange])])]);
        return graph.Node("Relu", "value", [graph.Node("Add", "value_unfloored", [wide, genes.Mean])]);
    }

    private string Theta()
    {
        var logTheta = new WeightInitializers(graph, network.Weights).Find("log_theta", 1, 1, model.Pixels.Height, model.Pixels.Width).Values;
        return graph.Initializer("theta", Array.ConvertAll(logTheta, log => (float)Math.Exp(Math.Clamp(log, -4, 6))), 1, logTheta.Length);
    }

    /// <summary>1 - (theta / (theta + mu L))^theta, the negative binomial's chance of a count above 0.</summary>
    private string Detection(string rate, string library, string theta)
    {
        var ratio = graph.Node("Div", "count_over_theta", [graph.Node("Mul", "expected_count_here", [rate, library]), theta]);
        var exponent = graph.Node("Neg", "log_zero", [graph.Node("Mul", "log_zero_negated", [LogOnePlus("log_spread", ratio), theta])]);
        return graph.Node("Sub", "detection", [_one, graph.Node("Exp", "zero_probability", [exponent])]);
    }

    /// <summary>(log1p(p expm1(value)) + p value) / 2: midway between the logarithm of the expected count per ten thousand and the expected
    /// logarithm, undetected copies of the cell counting as 0.</summary>
    private string Expected(string detection, string value, string denoised)
    {
        var counts = graph.Node("Sub", "value_cp10k", [graph.Node("Exp", "value_cp10k_plus_one", [value]), _one]);
        var ofMean = LogOnePlus("log_of_mean", graph.Node("Mul", "expected_cp10k", [detection, counts]));
        return graph.Node("Mul", "expected", [graph.Node("Add", "expected_twice", [ofMean, denoised]), graph.Initializer("halved", [0.5f])]);
    }

    /// <summary>p value: the mean logarithm, undetected copies of the cell counting as 0.</summary>
    private string Denoised(string detection, string value) => graph.Node("Mul", "denoised", [detection, value]);

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
