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
        yield return graph.ToFloat("observed", cells.IsObserved);
    }
}

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

/// <summary>What the training cells show of the gene, the same in every cell.</summary>
/// <remarks><c>GeneMean</c> is m, divided by the largest gene's. <c>GeneDetection</c> is the gene's detection rate and <c>GeneDeviation</c>
/// is s.</remarks>
internal sealed class GeneChannels : IChannelGroup
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["GeneMean", "GeneDetection", "GeneDeviation"];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells)
    {
        var context = cells.Context;
        var detection = context.PerGene(context.Numbers.DetectionRate).Over(context.VisibleShare);
        return [context.Mean.Over(context.Numbers.Mean.Max()), detection, context.Deviation];
    }

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var (graph, context) = (cells.Graph, cells.Context);
        var shape = graph.Node("Shape", "pixel_shape", [cells[CellChannels.Observed]]);
        var largest = context.Mean.Max();
        return [InEveryCell("mean", [.. context.Mean.Select(mean => mean / largest)]), InEveryCell("detection", context.DetectionRate),
            InEveryCell("deviation", context.Deviation)];

        string InEveryCell(string hint, float[] perGene) =>
            graph.Node("Expand", hint, [cells.Order.Row("gene_channel_" + hint, perGene), shape]);
    }
}
