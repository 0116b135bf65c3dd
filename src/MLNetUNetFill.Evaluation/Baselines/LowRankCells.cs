using MLNetUNetFill.Cells;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>Low-rank completion of standardised expression, zeros taken as missing; see <see cref="SoftImpute"/>.</summary>
internal static class LowRankCells
{
    private const float Threshold = 0.15f;

    /// <summary>Completes.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="moments">What standardises it.</param>
    /// <param name="cancellation">Checked in every round.</param>
    /// <returns>All entries, observed ones too, as the decomposition has them: standard deviations from the gene's mean, cells x
    /// genes.</returns>
    public static float[] Complete(SparseCells cells, GeneMoments moments, CancellationToken cancellation)
    {
        using var process = TorchProcess.Enter(0, cancellation);
        using var noGradient = no_grad();
        var expression = tensor(DenseCells.FromSparse(cells), [cells.CellCount, cells.GeneCount]);
        var standardised = (expression - tensor(moments.Mean)) / tensor(moments.Deviation);
        var observed = expression.IsAbove(0).to(ScalarType.Float32);
        return SoftImpute.Complete(standardised, observed, Threshold, seed: 0, cancellation).Completed.data<float>().ToArray();
    }
}
