using MLNetUNetFill.Cells;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>
/// Low-rank completion of standardised expression, zeros taken as missing: over and over the missing entries are replaced by those of a
/// singular value decomposition with soft-thresholded values (soft-impute; Mazumder, Hastie and Tibshirani 2010).
/// </summary>
internal static class SoftImpute
{
    private const int Rank = 20;
    private const int Rounds = 6;
    private const int Iterations = 4;
    private const float Threshold = 0.15f;

    /// <summary>Completes.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="moments">What standardises it.</param>
    /// <param name="cancellation">Checked in every round.</param>
    /// <returns>All entries, observed ones too, as the decomposition has them: standard deviations from the gene's mean, cells x genes.</returns>
    public static float[] Complete(SparseCells cells, GeneMoments moments, CancellationToken cancellation)
    {
        using var process = TorchProcess.Enter(0, cancellation);
        using var noGradient = no_grad();
        long[] shape = [cells.CellCount, cells.GeneCount];
        var expression = tensor(DenseCells.FromSparse(cells), shape);
        var isObserved = expression.IsAbove(0);
        var standardised = (expression - tensor(moments.Mean)) / tensor(moments.Deviation);
        var completed = zeros_like(standardised);
        var subspace = new SubspaceIteration(Rank, seed: 0);
        for (var round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var matrix = standardised.where(isObserved, completed);
            var (basis, values) = subspace.Refine(matrix, Iterations);
            float[] shrinkage = [.. values.Select(value => value > 0 ? Math.Max(0, value - Threshold * values[0]) / value : 0)];
            completed = (matrix.mm(basis) * tensor(shrinkage)).mm(basis.t()).MoveToOuterDisposeScope();
        }
        return completed.data<float>().ToArray();
    }
}
