using System.Globalization;

namespace MLNetUNetFill;

/// <summary>What a running <c>UNetGapFillEstimator.Fit</c> is about to train, and what it needs for it; told once, before training
/// starts.</summary>
/// <param name="Cells">Cells with counts that were found.</param>
/// <param name="TrainingCells">Of these, the cells to train on: at most <see cref="UNetGapFillOptions.MaxTrainingCells"/>.</param>
/// <param name="Genes">Genes to model.</param>
/// <param name="Landmarks">Training cells that the model keeps; 0 for <see cref="GapFillPreset.Published"/>.</param>
/// <param name="MemoryBytes">Estimated peak of the process's resident memory; on CUDA, that of both memories together.</param>
public sealed record TrainingPlan(int Cells, int TrainingCells, int Genes, int Landmarks, long MemoryBytes)
{
    /// <summary>One sentence for a log.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Training on {TrainingCells:N0}{(TrainingCells < Cells ? $" of {Cells:N0}" : "")} cells and {Genes:N0} genes"
        + $"{(Landmarks > 0 ? $" with {Landmarks:N0} landmarks" : "")} needs about {Gigabytes(MemoryBytes)} of memory.");

    internal static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
