using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Context;

/// <summary>What the cell's nearest landmarks show, the cell itself excluded, on three scales.</summary>
/// <remarks>
/// For each k of <see cref="NeighbourSums.Sizes"/>, over the k nearest landmarks: A sums a, B the detections, X the counts and T the
/// library sizes.
/// <c>NeighbourMean</c>k is ((A + m) / (B + 1) - m) / s, <c>NeighbourDetection</c>k is B / k, and <c>NeighbourRate</c>k is ln((X + f M) /
/// (T + M) / f).
/// </remarks>
internal sealed class NeighbourChannels : IChannelGroup
{
    /// <summary>Name of the log-rate ratio of the most neighbours: plus ln f it is the base that the rate head corrects.</summary>
    public static readonly string RateBase = $"NeighbourRate{NeighbourSums.Sizes[^1]}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } =
        [.. NeighbourSums.Sizes.SelectMany(size => new[] { $"NeighbourMean{size}", $"NeighbourDetection{size}", $"NeighbourRate{size}" })];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells)
    {
        var context = cells.Context;
        var (sums, libraries) = Sum(cells);
        for (var size = 0; size < context.Neighbours.Used.Count; size++)
        {
            var (expression, detections, counts) = (sums.select(0, 3 * size), sums.select(0, 3 * size + 1), sums.select(0, 3 * size + 2));
            yield return (expression.Plus(context.Mean) / detections.Plus(1) - context.Mean) / context.Deviation;
            yield return detections.Over(context.Neighbours.Used[size] * context.VisibleShare);
            yield return OwnRateChannel.LogRate(cells, counts.Over(context.VisibleShare), libraries.select(0, size));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var sums = new NeighboursWriter(cells).Write();
        foreach (var (size, neighbours) in NeighbourSums.Sizes.Zip(sums))
        {
            yield return WriteMean(cells, neighbours);
            yield return cells.Graph.Node("Mul", $"neighbour_detection{neighbours.Count}",
                [neighbours.Detections, cells.Graph.Initializer("one_neighbour", [1f / neighbours.Count])]);
            yield return OwnRateChannel.WriteLogRate(cells, $"neighbour_rate{size}", neighbours.Counts, neighbours.Libraries);
        }
    }

    private static string WriteMean(GraphCells cells, NeighbourTensors sums)
    {
        var (graph, hint) = (cells.Graph, $"neighbour_mean{sums.Count}");
        var total = graph.Node("Add", hint + "_total", [sums.Expression, cells.Mean]);
        var number = graph.Node("Add", hint + "_number", [sums.Detections, graph.Initializer("prior_number", [1f])]);
        var mean = graph.Node("Sub", hint + "_centred", [graph.Node("Div", hint + "_raw", [total, number]), cells.Mean]);
        return graph.Node("Div", hint, [mean, cells.Deviation]);
    }

    /// <summary>A, B and X of every size, <c>[3 sizes, N, G]</c>, and T, <c>[sizes, N, 1]</c>.</summary>
    private static (Tensor Sums, Tensor Libraries) Sum(TorchCells cells)
    {
        var (context, subspace, neighbours) = (cells.Context, cells.Context.Numbers.Neighbourhood, cells.Context.Neighbours);
        int count = cells.HostLibraries.Length, genes = context.GeneCount, sizes = neighbours.Used.Count, rank = subspace.Rank;
        // The CPU searches the neighbours, so it projects too: fetching scores would make every step wait for the device.
        var centred = cells.HostExpression - context.PerGene(subspace.Centre, onHost: true);
        var scores = (centred / context.PerGene(subspace.Scale, onHost: true)).mm(context.Basis(subspace.Basis, onHost: true)).data<float>()
            .ToArray();
        var libraries = new float[count * sizes];
        // Straight to libtorch's memory: an array as large, anew for every batch, keeps the garbage collector busy.
        var sums = empty(count, 3 * sizes, genes);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = context.Threads }, cell => neighbours.Sum(
            scores.AsSpan(cell * rank, rank), cells.HostCounts.AsSpan(cell * genes, genes), cells.HostLibraries[cell],
            cells.Landmarks[cell], sums.Values<float>().Slice(cell * sizes * 3 * genes, sizes * 3 * genes),
            libraries.AsSpan(cell * sizes, sizes)));
        return (sums.ToDevice(context.Device).transpose(0, 1),
            libraries.ToTensor(count, sizes, 1).ToDevice(context.Device).transpose(0, 1));
    }
}
