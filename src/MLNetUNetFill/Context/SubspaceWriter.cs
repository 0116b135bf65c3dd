using MLNetUNetFill.Imaging;
using MLNetUNetFill.Onnx;
using static MLNetUNetFill.Onnx.OnnxAttribute;

namespace MLNetUNetFill.Context;

/// <summary>Writes projections on stored bases and reconstructions from them.</summary>
internal sealed class SubspaceWriter(OnnxGraphBuilder graph, CellContext context, PixelOrder order, GeneTensors genes)
{
    /// <summary>((a - Centre) / Scale) Basis, <c>[N, rank]</c>, and the stored basis, <c>[P, rank]</c>.</summary>
    public (string Scores, string Basis) Project(string name, LinearSubspace subspace, string expression, bool isExact = false)
    {
        var basis = order.Rows($"{name}_basis", subspace.Basis, subspace.Rank, isExact);
        var centred = graph.Node("Sub", $"{name}_centred", [expression, order.Row($"{name}_centre", subspace.Centre)]);
        var scaled = graph.Node("Div", $"{name}_scaled", [centred, order.Row($"{name}_scale", subspace.Scale, elsewhere: 1)]);
        return (graph.Node("MatMul", $"{name}_scores", [scaled, basis]), basis);
    }

    /// <summary>Standardised expression rebuilt from its first components and from all, each <c>[N, P]</c>.</summary>
    public (string FromFew, string FromAll) Reconstructions(ContextCell cell)
    {
        var (scores, basis) = Project("standardised", context.Standardised, cell.Expression);
        var all = graph.Node("MatMul", "reconstruction", [scores, Transposed(basis)]);
        if (context.Standardised.Rank <= ContextChannels.ShortReconstruction) return (all, all);
        return (graph.Node("MatMul", "short_reconstruction", [First(scores), Transposed(First(basis))]), all);
    }

    /// <summary>A completion of z: zeros are missing, and are filled by turns with what the basis makes of the rest, <c>[N, P]</c>.</summary>
    public string Completion(string name, LowRankCompletion completion, ContextCell cell)
    {
        var basis = order.Rows($"{name}_basis", completion.Basis, completion.Rank);
        var back = Transposed(basis);
        var shrinkage = graph.Initializer($"{name}_shrinkage", completion.Shrinkage, 1, completion.Rank);
        var estimate = cell.Standardised; // 0 where nothing is observed
        for (var step = 1; step <= ContextChannels.CompletionIterations; step++)
        {
            var full = step == 1 ? estimate : graph.Node("Where", $"{name}_filled{step}", [cell.IsObserved, cell.Standardised, estimate]);
            var scores = graph.Node("Mul", $"{name}_shrunk{step}", [graph.Node("MatMul", $"{name}_scores{step}", [full, basis]), shrinkage]);
            estimate = graph.Node("MatMul", $"{name}{step}", [scores, back]);
        }
        return estimate;
    }

    /// <summary>Reconstruction of the clipped Pearson residuals of the counts (Hafemeister and Satija 2019, overdispersion 1/2), <c>[N, P]</c>.</summary>
    public string Residuals(ContextCell cell)
    {
        var expected = graph.Node("Mul", "expected_counts", [cell.Library, genes.Share]);
        var squared = graph.Node("Mul", "expected_squared", [expected, expected]);
        var spread = graph.Node("Add", "poisson_and_spread", [expected, graph.Node("Mul", "spread", [squared, graph.Initializer("overdispersion", [0.5f])])]);
        var variance = graph.Node("Add", "variance", [spread, graph.Initializer("least_variance", [0.02f])]);
        var residual = graph.Node("Div", "residual",
            [graph.Node("Sub", "count_excess", [cell.Counts, expected]), graph.Node("Sqrt", "count_deviation", [variance])]);
        var clipped = graph.Node("Clip", "clipped_residual", [residual, graph.Initializer("least_residual", [-5f]), graph.Initializer("most_residual", [5f])]);
        var basis = order.Rows("residual_basis", context.ResidualBasis, context.ResidualBasis.Length / context.Mean.Length);
        return graph.Node("MatMul", "residual_reconstruction", [graph.Node("MatMul", "residual_scores", [clipped, basis]), Transposed(basis)]);
    }

    private string First(string values) => graph.Node("Slice", $"{values}_first",
        [values, graph.Initializer("first_from", [0L], 1), graph.Initializer("first_to", [(long)ContextChannels.ShortReconstruction], 1),
            graph.Initializer("first_axis", [1L], 1)]);

    private string Transposed(string basis) => graph.Node("Transpose", $"{basis}_back", [basis], Ints("perm", 1, 0));
}
