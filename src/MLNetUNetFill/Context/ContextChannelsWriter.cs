using MLNetUNetFill.Imaging;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Context;

/// <summary>Writes the context channels of <see cref="ContextChannel"/>.</summary>
internal sealed class ContextChannelsWriter(OnnxGraphBuilder graph, CellContext context, PixelOrder order, GeneTensors genes)
{
    private readonly string _depth = graph.Initializer("median_library", [context.MedianLibrary]);
    private readonly string _half = graph.Initializer("half", [0.5f]);

    /// <summary>Appends the channels.</summary>
    /// <returns>The names of the channels, each <c>[N, P]</c>.</returns>
    public IReadOnlyDictionary<ContextChannel, string> Write(ContextCell cell)
    {
        var subspaces = new SubspaceWriter(graph, context, order, genes);
        var sums = new NeighboursWriter(graph, context, order, subspaces).Write(cell);
        var observed = graph.Node("Cast", "observed", [cell.IsObserved], To(TensorProto.Types.DataType.Float));
        var (fromFew, fromAll) = subspaces.Reconstructions(cell);
        var completion = subspaces.Completion("completion", context.Completion, cell);
        var logLibrary = graph.Node("Log", "log_library", [cell.Library]);
        var shape = graph.Node("Shape", "pixel_shape", [observed]);
        return new Dictionary<ContextChannel, string>
        {
            [ContextChannel.Expression] = cell.Standardised,
            [ContextChannel.Observed] = observed,
            [ContextChannel.NeighbourMean5] = NeighbourMean(sums[0]),
            [ContextChannel.NeighbourDetection5] = NeighbourDetection(sums[0]),
            [ContextChannel.NeighbourRate5] = Rate("neighbour_rate5", sums[0].Counts, sums[0].Libraries),
            [ContextChannel.NeighbourMean15] = NeighbourMean(sums[1]),
            [ContextChannel.NeighbourDetection15] = NeighbourDetection(sums[1]),
            [ContextChannel.NeighbourRate15] = Rate("neighbour_rate15", sums[1].Counts, sums[1].Libraries),
            [ContextChannel.NeighbourMean50] = NeighbourMean(sums[2]),
            [ContextChannel.NeighbourDetection50] = NeighbourDetection(sums[2]),
            [ContextChannel.NeighbourRate50] = Rate("neighbour_rate50", sums[2].Counts, sums[2].Libraries),
            [ContextChannel.OwnRate] = Rate("own_rate", cell.Counts, cell.Library),
            [ContextChannel.Completion] = completion,
            [ContextChannel.Reconstruction10] = fromFew,
            [ContextChannel.Reconstruction30] = fromAll,
            [ContextChannel.ResidualReconstruction] = subspaces.Residuals(cell),
            [ContextChannel.CellMean] = OnGenes("cell_mean", CellMean(cell, observed)),
            [ContextChannel.Library] = OnGenes("library", StandardisedLibrary(logLibrary)),
            [ContextChannel.ExpectedCount] = ExpectedCount(logLibrary),
            [ContextChannel.GeneMean] = InEveryCell("mean", [.. context.Mean.Select(mean => mean / context.Mean.Max())], shape),
            [ContextChannel.GeneDetection] = InEveryCell("detection", context.DetectionRate, shape),
            [ContextChannel.GeneDeviation] = InEveryCell("deviation", context.Deviation, shape),
            [ContextChannel.RelatedGenes] = new RelatedGenesWriter(graph, context, order).Write(cell, observed, completion),
            [ContextChannel.CoarseCompletion] = subspaces.Completion("coarse_completion", context.CoarseCompletion, cell),
        };
    }

    /// <summary>((A + m) / (B + 1) - m) / s.</summary>
    private string NeighbourMean(NeighbourTensors sums)
    {
        var hint = $"neighbour_mean{sums.Count}";
        var total = graph.Node("Add", hint + "_total", [sums.Expression, genes.Mean]);
        var number = graph.Node("Add", hint + "_number", [sums.Detections, graph.Initializer("prior_number", [1f])]);
        var mean = graph.Node("Sub", hint + "_centred", [graph.Node("Div", hint + "_raw", [total, number]), genes.Mean]);
        return graph.Node("Div", hint, [mean, genes.Deviation]);
    }

    /// <summary>B / k.</summary>
    private string NeighbourDetection(NeighbourTensors sums) =>
        graph.Node("Mul", $"neighbour_detection{sums.Count}", [sums.Detections, graph.Initializer("one_neighbour", [1f / sums.Count])]);

    /// <summary>ln((counts + f M) / (library + M) / f); the pseudo-count f M keeps it from depending on a gene that few cells show.</summary>
    private string Rate(string hint, string counts, string library)
    {
        var total = graph.Node("Add", hint + "_total", [counts, graph.Node("Mul", hint + "_prior", [genes.Share, _depth])]);
        var depth = graph.Node("Add", hint + "_depth", [library, _depth]);
        var expected = graph.Node("Mul", hint + "_expected", [depth, genes.Share]);
        return graph.Node("Mul", hint, [graph.Node("Log", hint + "_log", [graph.Node("Div", hint + "_ratio", [total, expected])]), genes.Present]);
    }

    /// <summary>Mean of z over the observed entries, <c>[N, 1]</c>.</summary>
    private string CellMean(ContextCell cell, string observed)
    {
        var axis = graph.Initializer("pixel_axis", [1L], 1);
        var sum = graph.Node("ReduceSum", "cell_sum", [cell.Standardised, axis], Int("keepdims", 1));
        var number = graph.Node("ReduceSum", "cell_observed", [observed, axis], Int("keepdims", 1));
        return graph.Node("Div", "cell_average", [sum, graph.Node("Max", "cell_observed_or_one", [number, graph.Initializer("at_least_one", [1f])])]);
    }

    /// <summary>(ln L - mean) / standard deviation, <c>[N, 1]</c>.</summary>
    private string StandardisedLibrary(string logLibrary)
    {
        var centred = graph.Node("Sub", "library_centred", [logLibrary, graph.Initializer("log_library_mean", [context.LogLibraryMean])]);
        return graph.Node("Div", "library_standardised", [centred, graph.Initializer("log_library_deviation", [context.LogLibraryDeviation])]);
    }

    /// <summary>(ln f + ln L) / 2.</summary>
    private string ExpectedCount(string logLibrary)
    {
        var log = graph.Node("Add", "expected_log", [genes.LogShare, OnGenes("log_library_pixels", logLibrary)]);
        return graph.Node("Mul", "expected_count", [log, _half]);
    }

    private string OnGenes(string hint, string perCell) => graph.Node("Mul", hint, [perCell, genes.Present]);

    private string InEveryCell(string hint, float[] perGene, string shape) =>
        graph.Node("Expand", hint, [order.Row("gene_channel_" + hint, perGene), shape]);
}
