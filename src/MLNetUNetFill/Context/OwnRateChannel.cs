namespace MLNetUNetFill.Context;

/// <summary>The cell's own log-rate ratio.</summary>
/// <remarks><c>OwnRate</c> is ln((x + f M) / (L + M) / f). The pseudo-count f M keeps it from depending on a gene that few cells
/// show.</remarks>
internal sealed class OwnRateChannel : IChannelGroup
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["OwnRate"];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells) => [LogRate(cells, cells.Counts, cells.Library)];

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells) => [WriteLogRate(cells, "own_rate", cells.Counts, cells.Library)];

    /// <summary>The log-rate ratio of counts, <c>[N, G]</c>, of cells with library sizes <c>[N, 1]</c>.</summary>
    public static Tensor LogRate(TorchCells cells, Tensor counts, Tensor libraries)
    {
        var (share, median) = (cells.Context.Share, cells.Context.Numbers.MedianLibrary);
        return (counts.Plus(share.Times(median)) / libraries.Plus(median) / share).log();
    }

    /// <summary>Appends the log-rate ratio of counts, <c>[N, P]</c>, of cells with library sizes <c>[N, 1]</c>.</summary>
    public static string WriteLogRate(GraphCells cells, string hint, string counts, string libraries)
    {
        var graph = cells.Graph;
        var total = graph.Node("Add", hint + "_total", [counts, graph.Node("Mul", hint + "_prior", [cells.Share, cells.MedianLibrary])]);
        var depth = graph.Node("Add", hint + "_depth", [libraries, cells.MedianLibrary]);
        var expected = graph.Node("Mul", hint + "_expected", [depth, cells.Share]);
        return graph.Node("Mul", hint, [graph.Node("Log", hint + "_log", [graph.Node("Div", hint + "_ratio", [total, expected])]),
            cells.Present]);
    }
}
