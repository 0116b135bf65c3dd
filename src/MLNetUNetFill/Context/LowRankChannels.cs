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
        var factors = cells.Context.Stored(shrinkage, false, () => shrinkage.ToTensor());
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

/// <summary>The cell's standardised expression rebuilt from its leading components.</summary>
/// <remarks><c>Reconstruction10</c> takes the first 10 components of <see cref="CellContext.Standardised"/>, <c>Reconstruction30</c> all of
/// them.</remarks>
internal sealed class ReconstructionChannels : IChannelGroup
{
    /// <summary>Components of the first channel.</summary>
    public const int Few = 10;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["Reconstruction10", "Reconstruction30"];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells)
    {
        var (context, subspace) = (cells.Context, cells.Context.Numbers.Standardised);
        var basis = context.Basis(subspace.Basis);
        var scores = ((cells.Expression - context.PerGene(subspace.Centre)) / context.PerGene(subspace.Scale)).mm(basis);
        var few = Math.Min(Few, subspace.Rank);
        return [scores.narrow(1, 0, few).mm(basis.narrow(1, 0, few).t()), scores.mm(basis.t())];
    }

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var (graph, subspace) = (cells.Graph, cells.Context.Standardised);
        var (scores, basis) = cells.Project("standardised", subspace);
        var all = graph.Node("MatMul", "reconstruction", [scores, graph.Transposed($"{basis}_back", basis)]);
        if (subspace.Rank <= Few) return [all, all];
        var (fewScores, fewComponents) = (First(scores), First(basis));
        return [graph.Node("MatMul", "short_reconstruction", [fewScores, graph.Transposed($"{fewComponents}_back", fewComponents)]), all];

        string First(string values) => graph.Node("Slice", $"{values}_first", [values, graph.Initializer("first_from", [0L], 1),
            graph.Initializer("first_to", [(long)Few], 1), graph.Initializer("first_axis", [1L], 1)]);
    }
}

/// <summary>The cell's Pearson residuals rebuilt from their leading directions.</summary>
/// <remarks><c>ResidualReconstruction</c> projects the residuals of the counts on <see cref="CellContext.ResidualBasis"/>.</remarks>
internal sealed class ResidualChannel : IChannelGroup
{
    private const float Overdispersion = 0.5f, LeastVariance = 0.02f, Bound = 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["ResidualReconstruction"];

    /// <inheritdoc/>
    public IEnumerable<Tensor> Compute(TorchCells cells)
    {
        var basis = cells.Context.Basis(cells.Context.Numbers.ResidualBasis);
        return [PearsonResidual(cells.Counts, cells.ExpectedCounts.Times(cells.Context.VisibleShare)).mm(basis).mm(basis.t())];
    }

    /// <inheritdoc/>
    public IEnumerable<string> Write(GraphCells cells)
    {
        var graph = cells.Graph;
        var stored = cells.Context.ResidualBasis;
        var basis = cells.Order.Rows("residual_basis", stored, stored.Length / cells.Context.Mean.Length);
        var scores = graph.Node("MatMul", "residual_scores", [WriteResidual(cells, WriteExpectedCounts(cells)), basis]);
        return [graph.Node("MatMul", "residual_reconstruction", [scores, graph.Transposed($"{basis}_back", basis)])];
    }

    /// <summary>Appends f L, <c>[N, P]</c>.</summary>
    public static string WriteExpectedCounts(GraphCells cells) =>
        cells.Graph.Node("Mul", "expected_counts", [cells.Library, cells.Share]);

    /// <summary>Appends <see cref="PearsonResidual"/> around expected counts, both <c>[N, P]</c>.</summary>
    public static string WriteResidual(GraphCells cells, string expected)
    {
        var graph = cells.Graph;
        var squared = graph.Node("Mul", "expected_squared", [expected, expected]);
        var spread = graph.Node("Add", "poisson_and_spread",
            [expected, graph.Node("Mul", "spread", [squared, graph.Initializer("overdispersion", [Overdispersion])])]);
        var variance = graph.Node("Add", "variance", [spread, graph.Initializer("least_variance", [LeastVariance])]);
        var residual = graph.Node("Div", "residual",
            [graph.Node("Sub", "count_excess", [cells.Counts, expected]), graph.Node("Sqrt", "count_deviation", [variance])]);
        return graph.Node("Clip", "clipped_residual",
            [residual, graph.Initializer("least_residual", [-Bound]), graph.Initializer("most_residual", [Bound])]);
    }

    /// <summary>
    /// Pearson residuals under a negative binomial with dispersion 2, clipped to 5 (after Lause, Berens and Kobak, Genome Biology 2021).
    /// The least variance bounds the residuals of genes of which next to no count is expected.
    /// </summary>
    /// <param name="counts"><c>[N, G]</c>.</param>
    /// <param name="expected">Expected counts, <c>[N, G]</c>.</param>
    public static Tensor PearsonResidual(Tensor counts, Tensor expected) =>
        ((counts - expected) / expected.Plus(expected.Squared().Times(Overdispersion)).Plus(LeastVariance).sqrt()).Within(-Bound, Bound);
}
