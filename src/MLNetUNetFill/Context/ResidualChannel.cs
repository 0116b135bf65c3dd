namespace MLNetUNetFill.Context;

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
        var expected = graph.Node("Mul", "expected_counts", [cells.Library, cells.Share]);
        var squared = graph.Node("Mul", "expected_squared", [expected, expected]);
        var spread = graph.Node("Add", "poisson_and_spread",
            [expected, graph.Node("Mul", "spread", [squared, graph.Initializer("overdispersion", [Overdispersion])])]);
        var variance = graph.Node("Add", "variance", [spread, graph.Initializer("least_variance", [LeastVariance])]);
        var residual = graph.Node("Div", "residual",
            [graph.Node("Sub", "count_excess", [cells.Counts, expected]), graph.Node("Sqrt", "count_deviation", [variance])]);
        var clipped = graph.Node("Clip", "clipped_residual",
            [residual, graph.Initializer("least_residual", [-Bound]), graph.Initializer("most_residual", [Bound])]);
        var stored = cells.Context.ResidualBasis;
        var basis = cells.Order.Rows("residual_basis", stored, stored.Length / cells.Context.Mean.Length);
        var scores = graph.Node("MatMul", "residual_scores", [clipped, basis]);
        return [graph.Node("MatMul", "residual_reconstruction", [scores, graph.Transposed($"{basis}_back", basis)])];
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
