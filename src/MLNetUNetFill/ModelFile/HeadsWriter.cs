using MLNetUNetFill.Context;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.ModelFile;

/// <summary>Writes what the outputs of the context network mean; see <see cref="ContextOutput"/>.</summary>
internal sealed class HeadsWriter(OnnxGraphBuilder graph, GapFillModel model, ContextNetwork network, GraphCells cells)
{
    private readonly string _one = graph.Initializer("one", [1f]);
    private readonly NegativeBinomialNodes _counts = new(graph);

    /// <summary>Appends the heads.</summary>
    /// <param name="outputs">The network's outputs, each <c>[N, P]</c>.</param>
    /// <param name="neighbourRate">The base of the rate without ln f, <see cref="NeighbourChannels.RateBase"/>, <c>[N, P]</c>.</param>
    /// <param name="policy">The stored policy.</param>
    public FillTensors Write(string[] outputs, string neighbourRate, PolicyWriter policy)
    {
        var (share, priorShape) = (PriorShare(outputs[ContextOutput.Rate], neighbourRate), PriorShape(outputs[ContextOutput.Shape]));
        var (shape, odds) = Posterior(share, priorShape);
        var rate = graph.Node("Div", "rate", [graph.Node("Mul", "expected_count", [shape, odds]), cells.Library]);
        var value = Value(outputs[ContextOutput.Value]);
        var detection = _counts.Detection("detection", shape, odds);
        var typical = network.FillsAtMedianLibrary ? _counts.Detection("typical_detection", shape, AtMedianLibrary(odds)) : detection;
        return new FillTensors(value, rate, detection, Expected(FillingProbability(share, priorShape), value),
            Denoised("denoised", typical, value), ExpectedLog(shape, odds, policy), Uncertainty(outputs[ContextOutput.LogDeviation]));
    }

    private string AtMedianLibrary(string odds)
    {
        var ratio = graph.Node("Div", "library_ratio", [graph.Initializer("typical_library", [network.Context.MedianLibrary]),
            cells.Library]);
        return graph.Node("Mul", "typical_odds", [odds, ratio]);
    }

    /// <summary>p0, the probability of a count before the cell's own count is looked at: 1 - (1 + mu L / theta)^-theta. The zero to be
    /// filled may be a failure to measure, which says nothing of the gene. L is the cell's own library size or the median one.</summary>
    private string FillingProbability(string share, string shape)
    {
        var library = network.FillsAtMedianLibrary ? graph.Initializer("filling_library", [network.Context.MedianLibrary]) : cells.Library;
        var odds = graph.Node("Div", "prior_odds", [graph.Node("Mul", "filling_count", [share, library]), shape]);
        return _counts.Detection("filling_probability", shape, odds);
    }

    /// <summary>mu = exp(clamp(ln f + ln-ratio of the 50 nearest + head)).</summary>
    private string PriorShare(string head, string neighbourRate)
    {
        var log = graph.Node("Add", "log_share", [graph.Node("Add", "log_base", [neighbourRate, cells.LogShare]), head]);
        return graph.Node("Exp", "prior_share", [Clip("log_share_clipped", log, ContextOutput.LeastLogShare, ContextOutput.MostLogShare)]);
    }

    /// <summary>theta = exp(clamp(log theta of the gene + head)).</summary>
    private string PriorShape(string head)
    {
        var perGene = new WeightInitializers(graph, network.Weights).Find("log_theta", 1, 1, model.Pixels.Height,
            model.Pixels.Width).Values;
        var log = graph.Node("Add", "log_shape", [graph.Initializer("log_theta", perGene, 1, perGene.Length), head]);
        return graph.Node("Exp", "prior_shape", [Clip("log_shape_clipped", log, ContextOutput.LeastLogShape, ContextOutput.MostLogShape)]);
    }

    /// <summary>r = theta + y and q = mu L / (theta + mu L), see <see cref="ContextOutput.Posterior"/>.</summary>
    private (string Shape, string Odds) Posterior(string share, string shape)
    {
        var expected = graph.Node("Mul", "prior_count", [share, cells.Library]);
        return (graph.Node("Add", "posterior_shape", [shape, cells.Counts]),
            graph.Node("Div", "posterior_odds", [expected, graph.Node("Add", "shape_and_count", [shape, expected])]));
    }

    /// <summary>(sigmoid(head) - 1/2) * 10 s + m, floored at 0.</summary>
    private string Value(string head)
    {
        var centred = graph.Node("Sub", "value_centred",
            [graph.Node("Sigmoid", "value_sigmoid", [head]), graph.Initializer("middle", [0.5f])]);
        var wide = graph.Node("Mul", "value_scaled",
            [centred, graph.Node("Mul", "value_range", [cells.Deviation, graph.Initializer("deviations", [ContextOutput.ZRange])])]);
        return graph.Node("Relu", "value", [graph.Node("Add", "value_unfloored", [wide, cells.Mean])]);
    }

    /// <summary>(log1p(p0 expm1(value)) + p0 value) / 2: midway between the logarithm of the expected count per ten thousand and the
    /// expected logarithm, undetected copies of the cell counting as 0.</summary>
    private string Expected(string probability, string value)
    {
        var counts = graph.Node("Sub", "value_cp10k", [graph.Node("Exp", "value_cp10k_plus_one", [value]), _one]);
        var ofMean = _counts.LogOnePlus("log_of_mean", graph.Node("Mul", "expected_cp10k", [probability, counts]));
        var twice = graph.Node("Add", "expected_twice", [ofMean, Denoised("mean_log", probability, value)]);
        return graph.Node("Mul", "expected", [twice, graph.Initializer("halved", [0.5f])]);
    }

    /// <summary>p value: the mean logarithm, undetected copies of the cell counting as 0.</summary>
    private string Denoised(string hint, string probability, string value) => graph.Node("Mul", hint, [probability, value]);

    /// <summary>The expected logarithm of a measurement at f times the cell's depth, as the posterior predicts it: a negative binomial
    /// count of shape r and odds f q in a library of f L.</summary>
    private string ExpectedLog(string shape, string odds, PolicyWriter policy) => _counts.ExpectedLog("expected_log", shape,
        graph.Node("Mul", "odds_at_depth", [odds, policy.Number]), graph.Node("Mul", "library_at_depth", [cells.Library, policy.Number]),
        policy.Is(FillPolicyKind.ExpectedLog));

    /// <summary>exp(clamp(head, -4, 3)) s, calibrated.</summary>
    private string Uncertainty(string head)
    {
        var deviation = graph.Node("Exp", "standardised_uncertainty", [Clip("log_uncertainty", head, -4, 3)]);
        var scale = graph.Node("Mul", "uncertainty_scale", [cells.Deviation, graph.Initializer("calibration", [network.UncertaintyScale])]);
        return graph.Node("Mul", "uncertainty", [deviation, scale]);
    }

    private string Clip(string hint, string values, float least, float most) =>
        graph.Node("Clip", hint, [values, graph.Initializer("least", [least]), graph.Initializer("most", [most])]);
}

/// <summary>Names of what the heads say of every modelled entry, each <c>[N, P]</c>.</summary>
/// <param name="Value">Value if expressed, log1p CP10k.</param>
/// <param name="Rate">The expected share of the cell's counts.</param>
/// <param name="Detection">p, the probability of at least one count in a cell of this library size.</param>
/// <param name="Expected">What <see cref="FillPolicy.Expected"/> puts in a zero, log1p CP10k.</param>
/// <param name="Denoised">What <see cref="FillPolicy.DenoiseAll"/> puts everywhere, log1p CP10k.</param>
/// <param name="ExpectedLog">What <see cref="FillPolicy.ExpectedLog"/> puts everywhere, log1p CP10k.</param>
/// <param name="Uncertainty">Standard deviation of the value if expressed, log1p CP10k.</param>
internal sealed record FillTensors(string Value, string Rate, string Detection, string Expected, string Denoised, string ExpectedLog,
    string Uncertainty);
