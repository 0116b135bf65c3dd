using MLNetUNetFill.Context;

namespace MLNetUNetFill.ModelFile;

/// <summary>
/// Writes the choice of <see cref="FillPolicy"/>: which entries are replaced, and by what. The policy is two stored scalars, so that
/// another one takes a change of a few bytes; ONNX Runtime folds the choice on loading.
/// </summary>
internal sealed class PolicyWriter
{
    /// <summary>Name of the stored <see cref="FillPolicyKind"/>, int64.</summary>
    public const string KindName = GapFillMetadata.Prefix + "policy";

    /// <summary>Name of the stored <see cref="FillPolicy.Number"/>, float; named after the first policy that had one.</summary>
    public const string NumberName = GapFillMetadata.Prefix + "policy_threshold";

    private readonly OnnxGraphBuilder _graph;
    private readonly string _kind;

    /// <summary>Stores the policy.</summary>
    public PolicyWriter(OnnxGraphBuilder graph, FillPolicy policy)
    {
        _graph = graph;
        _kind = graph.Setting(KindName, DataType.Int64, (long)policy.Kind);
        Number = graph.Setting(NumberName, DataType.Float, policy.Number);
    }

    /// <summary>The stored <see cref="FillPolicy.Number"/>.</summary>
    public string Number { get; }

    /// <summary>Appends the choice.</summary>
    /// <returns>The filled values, <c>[N, P]</c>.</returns>
    public string Write(GraphCells cells, FillTensors fill)
    {
        var isProbable = _graph.Node("GreaterOrEqual", "is_probable", [fill.Detection, Number]);
        var probable = _graph.Node("Where", "fill_probable", [isProbable, fill.Value, _graph.Initializer("unfilled", [0f])]);
        var zeros = _graph.Node("Where", "fill_by_probability", [Is(FillPolicyKind.Threshold), probable, fill.Expected]);
        zeros = _graph.Node("Where", "fill", [Is(FillPolicyKind.IfExpressed), fill.Value, zeros]);
        zeros = _graph.Node("Where", "fill_or_denoised", [Is(FillPolicyKind.DenoiseAll), fill.Denoised, zeros]);
        zeros = _graph.Node("Where", "fill_or_expected_log", [Is(FillPolicyKind.ExpectedLog), fill.ExpectedLog, zeros]);
        var keeps = _graph.Node("Less", "policy_keeps_observed",
            [_kind, _graph.Initializer("first_policy_of_all_entries", [(long)FillPolicyKind.DenoiseAll])]);
        var isKept = _graph.Node("And", "is_kept", [cells.IsObserved, keeps]);
        return _graph.Node("Where", "filled", [isKept, cells.Expression, zeros]);
    }

    /// <summary>Whether the stored policy is of a kind.</summary>
    public string Is(FillPolicyKind kind)
    {
        var hint = "policy_" + kind;
        return _graph.Node("Equal", hint, [_kind, _graph.Initializer(hint + "_code", [(long)kind])]);
    }
}
