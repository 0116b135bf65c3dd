using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Context;

/// <summary>Writes the search for a cell's nearest landmarks and the sums over them.</summary>
internal sealed class NeighboursWriter(GraphCells cells)
{
    private readonly OnnxGraphBuilder _graph = cells.Graph;
    private readonly LandmarkWriter _bank = new(cells.Graph, cells.Context.Landmarks, cells.Order);
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
        var scores = _graph.Node("Cast", "scores_double", [single], To(TensorProto.Types.DataType.Double));
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
