namespace MLNetUNetFill.Context;

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
