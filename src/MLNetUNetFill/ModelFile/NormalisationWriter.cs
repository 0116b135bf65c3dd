using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.ModelFile;

/// <summary>Writes the library-size normalisation: raw counts to log1p CP10k.</summary>
internal static class NormalisationWriter
{
    /// <summary>Appends the normalisation, which runs in double precision: a library of many counts stays exact, and the logarithm rounds to
    /// the same float wherever in a buffer a value lies (in single precision the vectorised and the scalar logarithm differ in the last bit).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="counts">Its input.</param>
    /// <param name="observedName">The declared output that receives the result.</param>
    public static CellTensors Write(OnnxGraphBuilder graph, string counts, string observedName)
    {
        var exact = graph.Node("Cast", "counts_double", [counts], To(TensorProto.Types.DataType.Double));
        var (zero, one) = (graph.Initializer("zero_double", [0d]), graph.Initializer("one_double", [1d]));
        var sum = graph.Node("ReduceSum", "library_size", [exact, graph.Initializer("gene_axis", [1L], 1)], Int("keepdims", 1));
        var notEmpty = graph.Node("Greater", "not_empty", [sum, zero]);
        var library = graph.Node("Where", "divisor", [notEmpty, sum, one]);
        var factor = graph.Node("Div", "size_factor", [graph.Initializer("target_sum", [1e4]), library]);
        var cp10k = graph.Node("Mul", "cp10k", [exact, factor]);
        var log = graph.Node("Log", "log1p", [graph.Node("Add", "cp10k_plus_one", [cp10k, one])]);
        var observed = graph.Produce(observedName, "Cast", [log], To(TensorProto.Types.DataType.Float));
        return new CellTensors(counts, library, notEmpty, observed);
    }
}
