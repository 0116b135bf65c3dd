using MLNetUNetFill.Hiding;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>The methods see one half of the molecules: measures how well they predict the other half.</summary>
/// <param name="name">Name in reports.</param>
/// <param name="seen">One half.</param>
/// <param name="unseen">The other.</param>
internal sealed class ThinningRun(string name, CountMatrix seen, CountMatrix unseen) : BenchmarkRun(name, seen)
{
    /// <summary>Splits the molecules by a fair coin. Cells of which one half is empty are left out.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="seed">Seed of the split.</param>
    public static ThinningRun Create(CountMatrix counts, int seed)
    {
        var (seen, unseen) = Halves(counts, seed);
        return new ThinningRun($"thinning {seed}", seen, unseen);
    }

    /// <summary>Splits the molecules by a fair coin. Cells of which one half is empty are left out.</summary>
    internal static (CountMatrix Seen, CountMatrix Unseen) Halves(CountMatrix counts, int seed)
    {
        var (seen, unseen) = CountThinning.Split(counts, 0.5, seed);
        int[] cells = [.. seen.CellsWithCounts().Intersect(unseen.CellsWithCounts())];
        return (seen.SelectCells(cells), unseen.SelectCells(cells));
    }

    /// <inheritdoc />
    public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation)
    {
        var error = ThinningError.Compute(unseen, imputation.Rates);
        scores.Add(Measures.ThinningDeviance, error.Deviance);
        scores.Add(Measures.ThinningMse, error.Mse);
        if (imputation.DetectionProbability is not { } probability) return;
        // Both halves are equally deep, so a probability for the seen depth is one for the unseen depth.
        var calibration = DetectionCalibration.Compute(unseen, probability);
        scores.Add(Measures.Brier, calibration.Brier);
        scores.Add(Measures.CalibrationError, calibration.ExpectedCalibrationError);
    }
}
