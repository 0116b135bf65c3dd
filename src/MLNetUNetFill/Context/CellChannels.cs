using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Context;

/// <summary>What the cell itself shows.</summary>
/// <remarks><c>Expression</c> is z. <c>Observed</c> is 1 where x is above 0, else 0.</remarks>
internal sealed class CellChannels : IChannelGroup
{
    /// <summary>Name of the channel that is z.</summary>
    public const string Expression = "Expression";

    /// <summary>Name of the channel that marks the observed genes.</summary>
    public const string Observed = "Observed";

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [Expression, Observed];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells) => [cells.Standardised, cells.Observed];

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var graph = cells.Graph;
        var centred = graph.Node("Sub", "expression_centred", [cells.Expression, cells.Mean]);
        var scaled = graph.Node("Div", "expression_scaled", [centred, cells.Deviation]);
        yield return graph.Node("Where", "expression_standardised", [cells.IsObserved, scaled, cells.Zero]);
        yield return graph.Node("Cast", "observed", [cells.IsObserved], To(TensorProto.Types.DataType.Float));
    }
}
