using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Context;

/// <summary>
/// Stores the landmark bank. The file holds their counts alone, in the smallest exact type; what else is known of them follows from the
/// counts by nodes over stored tensors, which ONNX Runtime computes once, on loading.
/// </summary>
internal sealed class LandmarkWriter
{
    /// <summary>Appends the bank.</summary>
    public LandmarkWriter(OnnxGraphBuilder graph, LandmarkBank bank, PixelOrder order)
    {
        Count = bank.Count;
        var (counts, columnOfGene) = Store(graph, bank);
        Counts = order.FromModelledGenes("landmark_pixels", counts, columnOfGene);
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
        Crossed = graph.Node("Cast", "landmark_crossed", [graph.Initializer("landmark_scores", crossed, rank, bank.Count)],
            To(TensorProto.Types.DataType.Double));
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

    /// <summary>Few genes have a count that no byte holds: they stand behind the others, in a tensor of their own.</summary>
    private static (string Counts, int[] ColumnOfGene) Store(OnnxGraphBuilder graph, LandmarkBank bank)
    {
        var genes = bank.Counts.Length / bank.Count;
        var most = new float[genes];
        for (var i = 0; i < bank.Counts.Length; i++) most[i % genes] = Math.Max(most[i % genes], bank.Counts[i]);
        var order = Enumerable.Range(0, genes).OrderBy(gene => most[gene] > byte.MaxValue).ToArray();
        var columnOfGene = new int[genes];
        for (var column = 0; column < genes; column++) columnOfGene[order[column]] = column;

        var low = most.Count(count => count <= byte.MaxValue);
        var counts = low == 0 || low == genes ? Columns("landmark_counts", order)
            : graph.Node("Concat", "landmark_all_counts",
            [Columns("landmark_counts", order[..low]), Columns("landmark_high_counts", order[low..])], Int("axis", 1));
        return (counts, columnOfGene);

        string Columns(string name, int[] columns)
        {
            var values = new float[bank.Count * columns.Length];
            for (var i = 0; i < values.Length; i++) values[i] = bank.Counts[i / columns.Length * genes + columns[i % columns.Length]];
            return graph.Node("Cast", $"{name}_float", [graph.Counts(name, values, bank.Count, columns.Length)],
                To(TensorProto.Types.DataType.Float));
        }
    }
}
