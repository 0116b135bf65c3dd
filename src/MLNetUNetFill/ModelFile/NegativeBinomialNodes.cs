namespace MLNetUNetFill.ModelFile;

/// <summary>Writes what a negative binomial count y of shape r and odds q is expected to show; its mean is r q. All tensors are
/// <c>[N, P]</c>.</summary>
internal sealed class NegativeBinomialNodes(OnnxGraphBuilder graph)
{
    /// <summary>Nodes of the integral of <see cref="ExpectedLog"/>: ln t, one apart. The error of the trapezoid rule is below 1e-4 there,
    /// and what lies outside is below 3e-4 even where one gene has all counts.</summary>
    private const int FirstNode = -17, LastNode = 2;

    private static readonly float[] s_nodes =
        [.. Enumerable.Range(FirstNode, LastNode - FirstNode + 1).Select(node => MathF.Exp(node))];

    private readonly string _one = graph.Initializer("one", [1f]);

    /// <summary>P(y > 0) = 1 - (1 + q)^-r.</summary>
    public string Detection(string hint, string shape, string odds)
    {
        var log = graph.Node("Mul", hint + "_log_zero_negated", [LogOnePlus(hint + "_log_odds", odds), shape]);
        var zero = graph.Node("Exp", hint + "_zero", [graph.Node("Neg", hint + "_log_zero", [log])]);
        return graph.Node("Sub", hint, [_one, zero]);
    }

    /// <summary>
    /// E[log1p(1e4 y / L)]. Since log1p(x) is the integral of (1 - exp(-x t)) exp(-t) / t over t > 0, it is that of
    /// (1 - (1 + q (1 - exp(-1e4 t / L)))^-r) exp(-t) over ln t, which the trapezoid rule gives at a few nodes.
    /// </summary>
    /// <param name="hint">Start of the names.</param>
    /// <param name="shape">r.</param>
    /// <param name="odds">q.</param>
    /// <param name="library">L, <c>[N, 1]</c>.</param>
    /// <param name="isNeeded">Whether it is; else the integral has no nodes, takes no time and is 0.</param>
    public string ExpectedLog(string hint, string shape, string odds, string library, string isNeeded)
    {
        var first = graph.Initializer("first_axis", [0L], 1);
        var count = graph.Node("Mul", hint + "_node_count", [graph.Initializer("node_count", [(long)s_nodes.Length], 1),
            graph.Node("Cast", hint + "_is_needed", [isNeeded], To(DataType.Int64))]);
        var exponents = Nodes("exponents", t => 1e4f * t);
        var weights = Nodes("weights", t => MathF.Exp(-t));
        var seen = OneMinusExp(hint + "_seen", graph.Node("Div", hint + "_exponent", [exponents, library]));
        var nodeOdds = graph.Node("Mul", hint + "_odds", [graph.Node("Unsqueeze", hint + "_odds_of_all", [odds, first]), seen]);
        var terms = Detection(hint + "_term", graph.Node("Unsqueeze", hint + "_shape", [shape, first]), nodeOdds);
        return graph.Node("ReduceSum", hint, [graph.Node("Mul", hint + "_weighted", [terms, weights]), first], Int("keepdims", 0));

        string Nodes(string name, Func<float, float> valueAt) => graph.Node("Slice", $"{hint}_{name}",
            [graph.Initializer($"all_{name}", [.. s_nodes.Select(valueAt)], s_nodes.Length, 1, 1), first, count, first]);
    }

    /// <summary>log(1 + x) for x not below 0, exact for small x, where 1 + x is rounded (Kahan): log(w) x / (w - 1) with w = 1 +
    /// x.</summary>
    public string LogOnePlus(string hint, string x)
    {
        var sum = graph.Node("Add", hint + "_plus_one", [x, _one]);
        var rounded = graph.Node("Sub", hint + "_rounded", [sum, _one]);
        var isLost = graph.Node("Equal", hint + "_is_lost", [rounded, graph.Initializer("nothing", [0f])]);
        var divisor = graph.Node("Where", hint + "_divisor", [isLost, _one, rounded]);
        var log = graph.Node("Mul", hint + "_scaled",
            [graph.Node("Log", hint + "_log", [sum]), graph.Node("Div", hint + "_correction", [x, divisor])]);
        return graph.Node("Where", hint, [isLost, x, log]);
    }

    /// <summary>1 - exp(-x), exact for small x: 2 tanh(x / 2) / (1 + tanh(x / 2)).</summary>
    private string OneMinusExp(string hint, string x)
    {
        var tanh = graph.Node("Tanh", hint + "_tanh", [graph.Node("Mul", hint + "_half", [x, graph.Initializer("halved", [0.5f])])]);
        var twice = graph.Node("Add", hint + "_twice", [tanh, tanh]);
        return graph.Node("Div", hint, [twice, graph.Node("Add", hint + "_tanh_plus_one", [tanh, _one])]);
    }
}
