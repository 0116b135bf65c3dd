namespace MLNetUNetFill.Context;

/// <summary>A low-rank completion of the cell.</summary>
/// <remarks>The channel is a soft-thresholded completion of z, in which zeros are missing: they are filled by turns with what the basis
/// makes of the rest.</remarks>
/// <param name="name">Name of the channel.</param>
/// <param name="hint">Start of the names in the graph.</param>
/// <param name="completion">Which completion of a context.</param>
internal sealed class CompletionChannel(string name, string hint, Func<CellContext, LowRankCompletion> completion) : IChannelGroup
{
    /// <summary>Name of the channel of <see cref="CellContext.Completion"/>.</summary>
    public const string Fine = "Completion";

    /// <summary>Name of the channel of <see cref="CellContext.CoarseCompletion"/>.</summary>
    public const string Coarse = "CoarseCompletion";

    /// <summary>How often the missing entries are filled.</summary>
    public const int Iterations = 6;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [name];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells)
    {
        var (basis, shrinkage) = completion(cells.Context.Numbers);
        var factors = cells.Context.Stored(shrinkage, false, () => tensor(shrinkage));
        return [Complete(cells.Standardised, cells.Observed, cells.Context.Basis(basis), factors)];
    }

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var (graph, stored, standardised) = (cells.Graph, completion(cells.Context), cells[CellChannels.Expression]);
        var basis = cells.Order.Rows($"{hint}_basis", stored.Basis, stored.Rank);
        var back = graph.Transposed($"{basis}_back", basis);
        var shrinkage = graph.Initializer($"{hint}_shrinkage", stored.Shrinkage, 1, stored.Rank);
        var estimate = standardised; // 0 where nothing is observed
        for (var step = 1; step <= Iterations; step++)
        {
            var full = step == 1 ? estimate : graph.Node("Where", $"{hint}_filled{step}", [cells.IsObserved, standardised, estimate]);
            var scores = graph.Node("Mul", $"{hint}_shrunk{step}", [graph.Node("MatMul", $"{hint}_scores{step}", [full, basis]),
                shrinkage]);
            estimate = graph.Node("MatMul", $"{hint}{step}", [scores, back]);
        }
        return [estimate];
    }

    /// <summary>Fills the unobserved entries of z.</summary>
    /// <param name="z"><c>[N, G]</c>.</param>
    /// <param name="observed">1 where z counts, else 0, <c>[N, G]</c>.</param>
    /// <param name="basis"><c>[G, rank]</c>.</param>
    /// <param name="shrinkage"><c>[rank]</c>.</param>
    public static Tensor Complete(Tensor z, Tensor observed, Tensor basis, Tensor shrinkage)
    {
        var back = (basis * shrinkage).t().contiguous();
        var (known, hidden) = (z * observed, observed.neg().Plus(1));
        var completed = zeros_like(z);
        for (var i = 0; i < Iterations; i++)
        {
            using var scope = NewDisposeScope();
            var before = completed;
            completed = known.Plus(hidden, before).mm(basis).mm(back).MoveToOuterDisposeScope();
            before.Dispose();
        }
        return completed;
    }
}
