using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.ModelFile;

/// <summary>Writes the library-size normalisation: raw counts to log1p CP10k.</summary>
internal static class NormalisationWriter
{
    /// <summary>Appends the normalisation, which runs in double precision: a library of many counts stays exact, and the logarithm rounds
    /// to the same float wherever in a buffer a value lies (in single precision the vectorised and the scalar logarithm differ in the last
    /// bit).
    /// A cell with a NaN, an infinity or a negative number has no library size: all its values become NaN.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="counts">Its input.</param>
    /// <param name="observedName">The declared output that receives the result.</param>
    public static CellTensors Write(OnnxGraphBuilder graph, string counts, string observedName)
    {
        var exact = graph.Node("Cast", "counts_double", [counts], To(TensorProto.Types.DataType.Double));
        var (zero, one) = (graph.Initializer("zero_double", [0d]), graph.Initializer("one_double", [1d]));
        var sum = graph.Node("ReduceSum", "library_size", [exact, graph.Initializer("gene_axis", [1L], 1)], Int("keepdims", 1));
        var areCounts = AreCounts(graph, counts, sum);
        var notEmpty = graph.Node("And", "not_empty", [areCounts, graph.Node("Greater", "has_counts", [sum, zero])]);
        var unit = graph.Node("Where", "one_or_nan", [areCounts, one, graph.Initializer("nan_double", [double.NaN])]);
        var library = graph.Node("Where", "divisor", [notEmpty, sum, unit]);
        var factor = graph.Node("Div", "size_factor", [graph.Initializer("target_sum", [1e4]), library]);
        var cp10k = graph.Node("Mul", "cp10k", [exact, factor]);
        var log = graph.Node("Log", "log1p", [graph.Node("Add", "cp10k_plus_one", [cp10k, one])]);
        var observed = graph.Produce(observedName, "Cast", [log], To(TensorProto.Types.DataType.Float));
        var unfilled = graph.Node("Where", "zero_or_nan",
            [areCounts, graph.Initializer("zero_if_empty", [0f]), graph.Initializer("nan", [float.NaN])]);
        return new CellTensors(counts, library, notEmpty, observed, unfilled);
    }

    /// <summary>Whether a cell holds finite numbers alone, none negative, <c>[N, 1]</c>. A sum in double precision is finite exactly where
    /// all counts are, and comparisons with NaN are false.</summary>
    private static string AreCounts(OnnxGraphBuilder graph, string counts, string sum)
    {
        var least = graph.Node("ReduceMin", "least_count", [counts], Ints("axes", 1), Int("keepdims", 1));
        var notNegative = graph.Node("GreaterOrEqual", "not_negative", [least, graph.Initializer("least_possible", [0f])]);
        var isFinite = graph.Node("Less", "is_finite", [sum, graph.Initializer("infinity", [double.PositiveInfinity])]);
        return graph.Node("And", "are_counts", [notNegative, isFinite]);
    }
}

/// <summary>Names of a batch of cells' tensors.</summary>
/// <param name="Counts">Raw counts of all genes, <c>[N, G]</c>.</param>
/// <param name="Library">Library size L over all genes in double precision, 1 for a cell without counts, NaN for one with what is no count,
/// <c>[N, 1]</c>.</param>
/// <param name="NotEmpty">Whether the cell is to be filled: it has counts, and nothing that is no count, <c>[N, 1]</c>.</param>
/// <param name="Expression">log1p CP10k of all genes, <c>[N, G]</c>.</param>
/// <param name="Unfilled">The value of a cell that is not to be filled: 0 for a cell without counts, else NaN, <c>[N, 1]</c>.</param>
internal sealed record CellTensors(string Counts, string Library, string NotEmpty, string Expression, string Unfilled);
