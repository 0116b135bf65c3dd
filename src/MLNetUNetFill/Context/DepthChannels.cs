using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Context;

/// <summary>How deeply the cell was sequenced.</summary>
/// <remarks><c>CellMean</c> is the mean of z over the cell's observed genes. <c>Library</c> is (ln L - mean) / standard deviation over the
/// training cells. <c>ExpectedCount</c> is ln(f L) / 2, half the expected log count.</remarks>
internal sealed class DepthChannels : IChannelGroup
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["CellMean", "Library", "ExpectedCount"];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells)
    {
        var context = cells.Context.Numbers;
        yield return cells.Standardised.sum(dim: 1, keepdim: true) / cells.Observed.sum(dim: 1, keepdim: true).AtLeast(1);
        yield return cells.Library.log().Minus(context.LogLibraryMean).Over(context.LogLibraryDeviation);
        yield return cells.ExpectedCounts.log().Times(0.5);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var (graph, context) = (cells.Graph, cells.Context);
        yield return cells.OnGenes("cell_mean", CellMean(cells));

        var log = graph.Node("Log", "log_library", [cells.Library]);
        var centred = graph.Node("Sub", "library_centred", [log, graph.Initializer("log_library_mean", [context.LogLibraryMean])]);
        var deviation = graph.Initializer("log_library_deviation", [context.LogLibraryDeviation]);
        yield return cells.OnGenes("library", graph.Node("Div", "library_standardised", [centred, deviation]));

        var expected = graph.Node("Add", "expected_log", [cells.LogShare, cells.OnGenes("log_library_pixels", log)]);
        yield return graph.Node("Mul", "expected_count", [expected, graph.Initializer("half", [0.5f])]);
    }

    private static string CellMean(GraphCells cells)
    {
        var graph = cells.Graph;
        var axis = graph.Initializer("pixel_axis", [1L], 1);
        var sum = graph.Node("ReduceSum", "cell_sum", [cells[CellChannels.Expression], axis], Int("keepdims", 1));
        var number = graph.Node("ReduceSum", "cell_observed", [cells[CellChannels.Observed], axis], Int("keepdims", 1));
        return graph.Node("Div", "cell_average",
            [sum, graph.Node("Max", "cell_observed_or_one", [number, graph.Initializer("at_least_one", [1f])])]);
    }
}
