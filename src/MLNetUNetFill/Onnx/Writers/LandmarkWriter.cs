using MLNetUNetFill.Context;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Onnx.Writers;

/// <summary>
/// Stores the landmark bank. The file holds their counts alone, in the smallest exact type; what else is known of them follows from the counts
/// by nodes over stored tensors, which ONNX Runtime computes once, on loading.
/// </summary>
internal sealed class LandmarkWriter
{
    /// <summary>Appends the bank.</summary>
    public LandmarkWriter(OnnxGraphBuilder graph, LandmarkBank bank, PixelOrder order)
    {
        Count = bank.Count;
        var stored = graph.Counts("landmark_counts", bank.Counts, bank.Count, bank.Counts.Length / bank.Count);
        Counts = order.OfModelledGenes("landmark_pixels", graph.Node("Cast", "landmark_counts_float", [stored], To(TensorProto.Types.DataType.Float)));
        Libraries = graph.Initializer("landmark_libraries", bank.Libraries, bank.Count);

        var library = graph.Node("Reshape", "landmark_library_column", [Libraries, graph.Initializer("column", [-1L, 1], 2)]);
        var shares = graph.Node("Div", "landmark_shares", [Counts, library]);
        var cp10k = graph.Node("Mul", "landmark_cp10k", [shares, graph.Initializer("landmark_target_sum", [1e4f])]);
        var one = graph.Initializer("landmark_one", [1f]);
        Expression = graph.Node("Log", "landmark_expression", [graph.Node("Add", "landmark_cp10k_plus_one", [cp10k, one])]);
        Detections = graph.Node("Sign", "landmark_detections", [Counts]);

        // |s - l|^2 without the |s|^2 that all landmarks share, in double precision: the squares cancel.
        int rank = bank.Scores.Length / bank.Count;
        var crossed = new float[bank.Scores.Length];
        var squares = new double[bank.Count];
        for (var landmark = 0; landmark < bank.Count; landmark++)
        {
            for (var component = 0; component < rank; component++)
            {
                var score = bank.Scores[landmark * rank + component];
                crossed[component * bank.Count + landmark] = -2 * score;
                squares[landmark] += (double)score * score;
            }
        }
        Crossed = graph.Node("Cast", "landmark_crossed", [graph.Initializer("landmark_scores", crossed, rank, bank.Count)], To(TensorProto.Types.DataType.Double));
        Squares = graph.Initializer("landmark_squares", squares, bank.Count);
    }

    /// <summary>M.</summary>
    public int Count { get; }

    /// <summary>Counts, <c>[M, P]</c>.</summary>
    public string Counts { get; }

    /// <summary>Library sizes, <c>[M]</c>.</summary>
    public string Libraries { get; }

    /// <summary>log1p CP10k, <c>[M, P]</c>.</summary>
    public string Expression { get; }

    /// <summary>1 where a landmark shows the gene, else 0, <c>[M, P]</c>.</summary>
    public string Detections { get; }

    /// <summary>-2 times the scores, transposed, double, <c>[rank, M]</c>.</summary>
    public string Crossed { get; }

    /// <summary>Squared lengths of the scores, double, <c>[M]</c>.</summary>
    public string Squares { get; }
}
