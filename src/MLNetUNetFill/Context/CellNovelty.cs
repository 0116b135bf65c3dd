namespace MLNetUNetFill.Context;

/// <summary>
/// How unlike the training cells a cell is: the mean over the genes of its squared <see cref="ResidualChannel.PearsonResidual"/> around the
/// counts that its nearest landmarks let expect, divided by a limit below which all but one in a hundred of the landmarks stay.
/// </summary>
/// <remarks>The distance to the landmarks would not do: it is taken on the leading components of the training cells, and what sets a new
/// type of cells apart lies outside these.</remarks>
internal static class CellNovelty
{
    private const double ShareBelowLimit = 0.99;

    /// <summary>More landmarks would not move the limit.</summary>
    private const int MostLandmarks = 1024;

    /// <summary>Keeps identical cells, which have no residuals, from a division by 0.</summary>
    private const float LeastLimit = 1e-6f;

    private const int CellsAtATime = 64;

    private static readonly string s_rate = $"NeighbourRate{NeighbourSums.Sizes[1]}";

    /// <summary>The limit: the quantile of the landmarks' own mean squared residuals, each beside the other landmarks.</summary>
    /// <param name="context">The context.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="threads">How many threads search neighbours.</param>
    /// <param name="cancellation">Checked for every batch.</param>
    public static float Limit(CellContext context, Device device, int threads, CancellationToken cancellation)
    {
        var (bank, genes) = (context.Landmarks, context.Mean.Length);
        using var onDevice = new TorchContext(context, device, threads, visibleShare: 1);
        var every = (bank.Count + MostLandmarks - 1) / MostLandmarks;
        var squares = new List<float>();
        foreach (var landmarks in Enumerable.Range(0, bank.Count).Where(landmark => landmark % every == 0).Chunk(CellsAtATime))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var counts = new float[landmarks.Length * genes];
            for (var i = 0; i < landmarks.Length; i++)
                bank.Counts.AsSpan(landmarks[i] * genes, genes).CopyTo(counts.AsSpan(i * genes));
            squares.AddRange(MeanSquare(new TorchCells(onDevice, counts, [.. landmarks.Select(landmark => bank.Libraries[landmark])],
                landmarks)).ToManaged());
        }
        squares.Sort();
        return Math.Max(LeastLimit, squares[(int)Math.Ceiling(ShareBelowLimit * squares.Count) - 1]);
    }

    /// <summary>The mean squared residual of each cell, <c>[N]</c>.</summary>
    public static Tensor MeanSquare(TorchCells cells)
    {
        cells.Compute([new NeighbourChannels()]);
        return ResidualChannel.PearsonResidual(cells.Counts, cells.ExpectedCounts * cells[s_rate].exp()).Squared().mean([1L]);
    }

    /// <summary>Appends it to the graph, where the channels are.</summary>
    /// <returns><c>[N, 1]</c>; 1 at the limit.</returns>
    public static string Write(GraphCells cells, float limit)
    {
        var graph = cells.Graph;
        var expected = graph.Node("Mul", "novelty_expected_counts",
            [ResidualChannel.WriteExpectedCounts(cells), graph.Node("Exp", "novelty_rate", [cells[s_rate]])]);
        var residual = graph.Node("Mul", "novelty_residual", [ResidualChannel.WriteResidual(cells, expected), cells.Present]);
        var sum = graph.Node("ReduceSum", "novelty_sum", [graph.Node("Mul", "novelty_squares", [residual, residual]),
            graph.Initializer("novelty_axis", [1L], 1)], Int("keepdims", 1));
        return graph.Node("Div", "novelty", [sum, graph.Initializer("novelty_limit", [limit * cells.Context.Mean.Length])]);
    }
}
