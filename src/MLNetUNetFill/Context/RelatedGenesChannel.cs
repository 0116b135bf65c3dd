using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Context;

/// <summary>What goes with single genes rather than with the leading components.</summary>
/// <remarks><c>RelatedGenes</c> is the weighted sum of the residuals that the completion leaves at the gene's
/// <see cref="CellContext.Related"/>
/// genes, where these are observed.</remarks>
internal sealed class RelatedGenesChannel : IChannelGroup
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["RelatedGenes"];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells)
    {
        var (context, related) = (cells.Context, cells.Context.Numbers.Related);
        var genes = context.Stored(related.Genes, false, () => tensor([.. related.Genes.Select(gene => (long)gene)]));
        var weights = context.Stored(related.Weights, false, () => tensor(related.Weights, [1, related.Count, context.GeneCount]));
        var residuals = ((cells.Standardised - cells[CompletionChannel.Fine]) * cells.Observed).index_select(1, genes);
        return [(residuals.reshape(-1, related.Count, context.GeneCount) * weights).sum(dim: 1)];
    }

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var (graph, count, places) = (cells.Graph, cells.Context.Related.Count, cells.Order.Count);
        var (pixels, weights) = OnPixels(cells);
        var difference = graph.Node("Sub", "completion_difference", [cells[CellChannels.Expression], cells[CompletionChannel.Fine]]);
        var residual = graph.Node("Mul", "completion_residual", [difference, cells[CellChannels.Observed]]);
        // As in PixelOrder: rows of the transposed matrix are gathered several times as fast as columns.
        var turned = graph.Transposed("residual_turned", residual);
        var stored = graph.Node("Cast", "related_pixels_index", [graph.Counts("related_pixels", pixels, pixels.Length)],
            To(TensorProto.Types.DataType.Int64));
        var gathered = graph.Node("Gather", "related_residuals", [turned, stored], Int("axis", 0));
        var weighted = graph.Node("Mul", "related_weighted", [gathered, graph.Rounded("related_weights", weights, 0, weights.Length, 1)]);
        var apart = graph.Node("Reshape", "related_apart", [weighted, graph.Initializer("related_shape", [count, places, -1L], 3)]);
        var sum = graph.Node("ReduceSum", "related_turned", [apart, graph.Initializer("related_axis", [0L], 1)], Int("keepdims", 0));
        return [graph.Transposed("related_genes", sum)];
    }

    /// <summary>The related genes' pixels and weights in the order of the pixels, <c>[K, P]</c>; a pixel without a gene has weights of
    /// 0.</summary>
    private static (float[] Pixels, float[] Weights) OnPixels(GraphCells cells)
    {
        var (related, order, genes) = (cells.Context.Related, cells.Order, cells.Context.Mean.Length);
        float[] pixels = new float[related.Count * order.Count], weights = new float[pixels.Length];
        for (var i = 0; i < related.Genes.Length; i++)
        {
            var at = i / genes * order.Count + order.PixelOf(i % genes);
            (pixels[at], weights[at]) = (order.PixelOf(related.Genes[i]), related.Weights[i]);
        }
        return (pixels, weights);
    }
}
