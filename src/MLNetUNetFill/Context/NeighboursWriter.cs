using MLNetUNetFill.Imaging;
using MLNetUNetFill.Onnx;
using MLNetUNetFill.Onnx.Ir;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Context;

/// <summary>Writes the search for a cell's nearest landmarks and the sums over them.</summary>
internal sealed class NeighboursWriter(OnnxGraphBuilder graph, CellContext context, PixelOrder order, SubspaceWriter subspaces)
{
    private readonly LandmarkWriter _bank = new(graph, context.Landmarks, order);
    private readonly string _columns = graph.Initializer("neighbour_axis", [1L], 1);

    /// <summary>Appends the search.</summary>
    /// <returns>The sums for each of <see cref="NeighbourSums.Sizes"/>.</returns>
    public NeighbourTensors[] Write(ContextCell cell)
    {
        var nearest = Nearest(cell);
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
    private string Nearest(ContextCell cell)
    {
        int others = Math.Min(NeighbourSums.Sizes[^1], _bank.Count - 1);
        // Exact in every precision: a training cell is to fall on its own landmark, by which it is told from its neighbours.
        var (single, _) = subspaces.Project("neighbourhood", context.Neighbourhood, cell.Expression, isExact: true);
        var scores = graph.Node("Cast", "scores_double", [single], To(TensorProto.Types.DataType.Double));
        var crossed = graph.Node("MatMul", "distance_crossed", [scores, _bank.Crossed]);
        var distance = graph.Node("Add", "distance", [crossed, _bank.Squares]);
        var found = graph.Node("TopK", ["nearest_distance", "nearest_landmark"], [distance, graph.Initializer("others_and_self", [others + 1L], 1)],
            Int("axis", 1), Int("largest", 0), Int("sorted", 1))[1];

        var without = Columns("without_first", found, 1, others + 1);
        return graph.Node("Where", "neighbours", [IsFirst(cell, found), without, Columns("without_last", found, 0, others)]);
    }

    /// <summary>Whether the nearest landmark is the cell itself, <c>[N, 1]</c>: the same counts and the same library size.</summary>
    private string IsFirst(ContextCell cell, string found)
    {
        var first = graph.Node("Gather", "first", [found, graph.Initializer("first_column", [0L])], Int("axis", 1));
        var counts = graph.Node("Gather", "first_counts", [_bank.Counts, first], Int("axis", 0));
        var difference = graph.Node("Abs", "count_difference", [graph.Node("Sub", "count_change", [cell.Counts, counts])]);
        var most = graph.Node("ReduceMax", "most_count_difference", [difference], Ints("axes", 1), Int("keepdims", 1));
        var zero = graph.Initializer("no_difference", [0f]);
        var sameCounts = graph.Node("Equal", "same_counts", [most, zero]);

        // Fractional counts may add up to a last bit more or less in another order.
        var library = graph.Node("Gather", "first_library", [_bank.Libraries, Columns("first_as_column", found, 0, 1)], Int("axis", 0));
        var change = graph.Node("Abs", "library_difference", [graph.Node("Sub", "library_change", [cell.Library, library])]);
        var allowed = graph.Node("Mul", "library_tolerance", [cell.Library, graph.Initializer("library_precision", [1e-6f])]);
        return graph.Node("And", "is_itself", [sameCounts, graph.Node("LessOrEqual", "same_library", [change, allowed])]);
    }

    private string Sum(string hint, string bank, string ring, string? before)
    {
        var rows = graph.Node("Gather", hint + "_rows", [bank, ring], Int("axis", 0));
        var keep = bank == _bank.Libraries ? 1 : 0;
        var sum = graph.Node("ReduceSum", hint + "_sum", [rows, _columns], Int("keepdims", keep));
        return before is null ? sum : graph.Node("Add", hint, [before, sum]);
    }

    private string Columns(string hint, string indices, long from, long to) => graph.Node("Slice", hint,
        [indices, graph.Initializer(hint + "_from", [from], 1), graph.Initializer(hint + "_to", [to], 1), _columns]);
}
