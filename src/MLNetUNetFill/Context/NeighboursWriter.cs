namespace MLNetUNetFill.Context;

/// <summary>Writes the search for a cell's nearest landmarks and the sums over them.</summary>
internal sealed class NeighboursWriter(GraphCells cells)
{
    private readonly OnnxGraphBuilder _graph = cells.Graph;
    private readonly LandmarkTensors _bank = LandmarkTensors.Write(cells.Graph, cells.Context.Landmarks, cells.Order);
    private readonly string _columns = cells.Graph.Initializer("neighbour_axis", [1L], 1);

    /// <summary>Appends the search.</summary>
    /// <returns>The sums for each of <see cref="NeighbourSums.Sizes"/>.</returns>
    public NeighbourTensors[] Write()
    {
        var nearest = Nearest();
        var sums = new NeighbourTensors[NeighbourSums.Sizes.Count];
        for (var i = 0; i < sums.Length; i++)
        {
            var before = i == 0 ? null : sums[i - 1];
            int from = before?.Count ?? 0, to = Math.Min(NeighbourSums.Sizes[i], _bank.Count - 1);
            if (to == from)
            {
                sums[i] = before!;
                continue;
            }
            // Each scale adds the ring between it and the scale before.
            var ring = Columns($"ring{to}", nearest, from, to);
            sums[i] = new NeighbourTensors(to,
                Sum($"expression{to}", _bank.Expression, ring, before?.Expression),
                Sum($"detections{to}", _bank.Detections, ring, before?.Detections),
                Sum($"counts{to}", _bank.Counts, ring, before?.Counts),
                Sum($"libraries{to}", _bank.Libraries, ring, before?.Libraries));
        }
        return sums;
    }

    /// <summary>Indices of the nearest landmarks, nearest first, the cell itself left out, <c>[N, at most 50]</c>.</summary>
    private string Nearest()
    {
        int others = Math.Min(NeighbourSums.Sizes[^1], _bank.Count - 1);
        // Exact in every precision: a training cell is to fall on its own landmark, by which it is told from its neighbours.
        var (single, _) = cells.Project("neighbourhood", cells.Context.Neighbourhood, isExact: true);
        var scores = _graph.ToDouble("scores_double", single);
        var crossed = _graph.Node("MatMul", "distance_crossed", [scores, _bank.Crossed]);
        var distance = _graph.Node("Add", "distance", [crossed, _bank.Squares]);
        var found = _graph.Node("TopK", ["nearest_distance", "nearest_landmark"],
            [distance, _graph.Initializer("others_and_self", [others + 1L], 1)],
            Int("axis", 1), Int("largest", 0), Int("sorted", 1))[1];

        var without = Columns("without_first", found, 1, others + 1);
        return _graph.Node("Where", "neighbours", [IsFirst(found), without, Columns("without_last", found, 0, others)]);
    }

    /// <summary>Whether the nearest landmark is the cell itself, <c>[N, 1]</c>: the same counts and the same library size.</summary>
    private string IsFirst(string found)
    {
        var first = _graph.Node("Gather", "first", [found, _graph.Initializer("first_column", [0L])], Int("axis", 1));
        var counts = _graph.Node("Gather", "first_counts", [_bank.Counts, first], Int("axis", 0));
        var difference = _graph.Node("Abs", "count_difference", [_graph.Node("Sub", "count_change", [cells.Counts, counts])]);
        var most = _graph.Node("ReduceMax", "most_count_difference", [difference], Ints("axes", 1), Int("keepdims", 1));
        var zero = _graph.Initializer("no_difference", [0f]);
        var sameCounts = _graph.Node("Equal", "same_counts", [most, zero]);

        // Fractional counts may add up to a last bit more or less in another order.
        var library = _graph.Node("Gather", "first_library", [_bank.Libraries, Columns("first_as_column", found, 0, 1)], Int("axis", 0));
        var change = _graph.Node("Abs", "library_difference", [_graph.Node("Sub", "library_change", [cells.Library, library])]);
        var allowed = _graph.Node("Mul", "library_tolerance", [cells.Library, _graph.Initializer("library_precision", [1e-6f])]);
        return _graph.Node("And", "is_itself", [sameCounts, _graph.Node("LessOrEqual", "same_library", [change, allowed])]);
    }

    private string Sum(string hint, string bank, string ring, string? before)
    {
        var rows = _graph.Node("Gather", hint + "_rows", [bank, ring], Int("axis", 0));
        var keep = bank == _bank.Libraries ? 1 : 0;
        var sum = _graph.Node("ReduceSum", hint + "_sum", [rows, _columns], Int("keepdims", keep));
        return before is null ? sum : _graph.Node("Add", hint, [before, sum]);
    }

    private string Columns(string hint, string indices, long from, long to) => _graph.Node("Slice", hint,
        [indices, _graph.Initializer(hint + "_from", [from], 1), _graph.Initializer(hint + "_to", [to], 1), _columns]);
}

/// <summary>Names of the sums over a cell's nearest landmarks.</summary>
/// <param name="Count">How many landmarks.</param>
/// <param name="Expression">A, sum of expression, <c>[N, P]</c>.</param>
/// <param name="Detections">B, how many show the gene, <c>[N, P]</c>.</param>
/// <param name="Counts">X, sum of counts, <c>[N, P]</c>.</param>
/// <param name="Libraries">T, sum of library sizes, <c>[N, 1]</c>.</param>
internal sealed record NeighbourTensors(int Count, string Expression, string Detections, string Counts, string Libraries);

/// <summary>
/// Stores the landmark bank. The file holds their counts alone, in the smallest exact type; what else is known of them follows from the
/// counts by nodes over stored tensors, which ONNX Runtime computes once, on loading.
/// </summary>
/// <param name="Count">M.</param>
/// <param name="Counts">Counts, <c>[M, P]</c>.</param>
/// <param name="Libraries">Library sizes, <c>[M]</c>.</param>
/// <param name="Expression">log1p CP10k, <c>[M, P]</c>.</param>
/// <param name="Detections">1 where a landmark shows the gene, else 0, <c>[M, P]</c>.</param>
/// <param name="Crossed">-2 times the scores, transposed, double, <c>[rank, M]</c>.</param>
/// <param name="Squares">Squared lengths of the scores, double, <c>[M]</c>.</param>
internal sealed record LandmarkTensors(int Count, string Counts, string Libraries, string Expression, string Detections, string Crossed,
    string Squares)
{
    /// <summary>Appends the bank.</summary>
    public static LandmarkTensors Write(OnnxGraphBuilder graph, LandmarkBank bank, PixelOrder order)
    {
        var (stored, columnOfGene) = Store(graph, bank);
        var counts = order.FromModelledGenes("landmark_pixels", stored, columnOfGene);
        var libraries = graph.Initializer("landmark_libraries", bank.Libraries, bank.Count);

        var library = graph.Reshaped("landmark_library_column", libraries, "column", -1, 1);
        var shares = graph.Node("Div", "landmark_shares", [counts, library]);
        var cp10k = graph.Node("Mul", "landmark_cp10k", [shares, graph.Initializer("landmark_target_sum", [1e4f])]);
        var one = graph.Initializer("landmark_one", [1f]);
        var expression = graph.Node("Log", "landmark_expression", [graph.Node("Add", "landmark_cp10k_plus_one", [cp10k, one])]);
        var detections = graph.Node("Sign", "landmark_detections", [counts]);

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
        return new(bank.Count, counts, libraries, expression, detections,
            graph.ToDouble("landmark_crossed", graph.Initializer("landmark_scores", crossed, rank, bank.Count)),
            graph.Initializer("landmark_squares", squares, bank.Count));
    }

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
            return graph.ToFloat($"{name}_float", graph.Counts(name, values, bank.Count, columns.Length));
        }
    }
}
