using MLNetUNetFill.Imaging;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Context;

/// <summary>Writes <see cref="ContextChannel.RelatedGenes"/>.</summary>
internal sealed class RelatedGenesWriter(OnnxGraphBuilder graph, CellContext context, PixelOrder order)
{
    /// <summary>Appends the channel.</summary>
    /// <param name="cell">The cells.</param>
    /// <param name="observed">1 where observed, else 0, <c>[N, P]</c>.</param>
    /// <param name="completion"><see cref="ContextChannel.Completion"/>, <c>[N, P]</c>.</param>
    /// <returns><c>[N, P]</c>.</returns>
    public string Write(ContextCell cell, string observed, string completion)
    {
        var (count, pixels, weights) = OnPixels();
        var residual = graph.Node("Mul", "completion_residual", [graph.Node("Sub", "completion_difference", [cell.Standardised, completion]), observed]);
        // As in PixelOrder: rows of the transposed matrix are gathered several times as fast as columns.
        var turned = graph.Node("Transpose", "residual_turned", [residual], Ints("perm", 1, 0));
        var stored = graph.Node("Cast", "related_pixels_index", [graph.Counts("related_pixels", pixels, pixels.Length)], To(TensorProto.Types.DataType.Int64));
        var gathered = graph.Node("Gather", "related_residuals", [turned, stored], Int("axis", 0));
        var weighted = graph.Node("Mul", "related_weighted", [gathered, graph.Rounded("related_weights", weights, 0, weights.Length, 1)]);
        var apart = graph.Node("Reshape", "related_apart", [weighted, graph.Initializer("related_shape", [count, order.Count, -1L], 3)]);
        var sum = graph.Node("ReduceSum", "related_turned", [apart, graph.Initializer("related_axis", [0L], 1)], Int("keepdims", 0));
        return graph.Node("Transpose", "related_genes", [sum], Ints("perm", 1, 0));
    }

    /// <summary>The related genes' pixels and weights in the order of the pixels, <c>[K, P]</c>; a pixel without a gene has weights of 0.</summary>
    private (int Count, float[] Pixels, float[] Weights) OnPixels()
    {
        var related = context.Related;
        var genes = context.Mean.Length;
        float[] pixels = new float[related.Count * order.Count], weights = new float[pixels.Length];
        for (var i = 0; i < related.Genes.Length; i++)
        {
            var at = i / genes * order.Count + order.PixelOf(i % genes);
            (pixels[at], weights[at]) = (order.PixelOf(related.Genes[i]), related.Weights[i]);
        }
        return (related.Count, pixels, weights);
    }
}
