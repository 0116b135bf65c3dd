using MLNetUNetFill.Expression;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Baselines;

/// <summary>
/// Low-rank completion of standardised expression, zeros taken as missing: over and over the missing entries are replaced by those of a
/// singular value decomposition with soft-thresholded values (soft-impute; Mazumder, Hastie and Tibshirani 2010).
/// </summary>
internal static class SoftImpute
{
    private const int Rank = 20;
    private const int Rounds = 6;
    private const int SvdIterations = 3;
    private const double Threshold = 0.15;

    /// <summary>Completes.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="moments">What standardises it.</param>
    /// <param name="cancellation">Checked in every round.</param>
    /// <returns>All entries, observed ones too, as the decomposition has them: standard deviations from the gene's mean, cells x genes.</returns>
    public static float[] Complete(NormalizedCells cells, ExpressedMoments moments, CancellationToken cancellation)
    {
        using var process = TorchProcess.Enter(0, cancellation);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        long[] shape = [cells.CellCount, cells.GeneCount];
        var expression = tensor(DenseCells.Of(cells), shape);
        var isObserved = expression.gt(0);
        var standardised = (expression - tensor(moments.Means)) / tensor(moments.Deviations);
        var completed = zeros_like(standardised);
        for (var round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var svd = TruncatedSvd.Decompose(standardised.where(isObserved, completed), Rank, SvdIterations, seed: 0);
            double[] shrunken = [.. svd.Values.Select(value => Math.Max(0, value - Threshold * svd.Values[0]))];
            completed = svd.Rebuild(shrunken).MoveToOuterDisposeScope();
        }
        return completed.data<float>().ToArray();
    }
}
