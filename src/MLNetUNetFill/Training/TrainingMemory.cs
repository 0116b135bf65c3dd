using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Training;

/// <summary>
/// Estimates the memory that a training takes, from its sizes alone. The factors count arrays where they are known and were fitted, within
/// a third, to peaks of the resident memory over cells from 2,000 to 100,000 and landmarks from 512 to 4,096.
/// </summary>
internal static class TrainingMemory
{
    /// <summary>The runtime, libtorch, and garbage that has not been collected.</summary>
    private const long Fixed = 270_000_000;

    /// <summary>Bytes of an observed entry of the training matrix: the matrix, its thinned and masked versions, the splits, and
    /// garbage.</summary>
    private const long PerContextEntry = 60, PerPublishedEntry = 42;

    /// <summary>Bytes of a training cell beside its entries: coordinates for the layout, libraries, orders.</summary>
    private const long PerCell = 1_500;

    /// <summary>The most matrices of landmarks x genes in single precision at a time, garbage included; reached when the model is
    /// written.</summary>
    private const long LandmarkMatrices = 31;

    /// <summary>Numbers that a training step holds for every cell, pixel and channel: the context network with 1x1 kernels, the same with
    /// larger kernels, which unfold their input, and the published network, whose lower levels are wider.</summary>
    private const long PerPoint = 12, PerUnfoldedPoint = 20, PerPublishedPoint = 40;

    /// <summary>Plans a training.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="statistics">Statistics of all cells.</param>
    /// <param name="genes">The modelled genes.</param>
    /// <param name="trainingCells">The cells to train on.</param>
    /// <exception cref="GapFillException">The machine has less memory than training needs.</exception>
    public static TrainingPlan Plan(UNetGapFillOptions options, GeneStatistics statistics, int[] genes, int trainingCells)
    {
        var detected = genes.Sum(gene => (long)statistics.Detected(gene));
        var entries = (long)((double)detected / statistics.CellCount * trainingCells);
        var landmarks = options.Preset == GapFillPreset.Context ? Math.Min(options.MaxLandmarks, trainingCells) : 0;
        var plan = new TrainingPlan(statistics.CellCount, trainingCells, genes.Length, landmarks,
            Bytes(options, trainingCells, genes.Length, landmarks, entries));
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var excess = plan.MemoryBytes > available
            ? $"{plan.ToString().TrimEnd('.')}, but {TrainingPlan.Gigabytes(available)} are available; expected less than that"
            : entries > Array.MaxLength
            ? $"The {trainingCells} training cells hold about {entries} entries; expected at most {Array.MaxLength}" : null;
        if (excess is null) return plan;
        var modelled = options.HighlyVariableGenes == 0 ? genes.Length : options.HighlyVariableGenes;
        throw new GapFillException($"{excess}: lower {nameof(options.MaxTrainingCells)} ({options.MaxTrainingCells})"
            + $"{(landmarks > 0 ? $", {nameof(options.MaxLandmarks)} ({options.MaxLandmarks})" : "")} "
            + $"or {nameof(options.HighlyVariableGenes)} ({modelled}).");
    }

    private static long Bytes(UNetGapFillOptions options, long cells, long genes, long landmarks, long entries)
    {
        var side = (long)PixelMap.SideFor((int)genes);
        var (perEntry, channels, perPoint) = options.Preset == GapFillPreset.Published ? (PerPublishedEntry, 1, PerPublishedPoint)
            : (PerContextEntry, ContextChannels.Count, options.KernelSize == 1 ? PerPoint : PerUnfoldedPoint);
        return Fixed + cells * PerCell + entries * perEntry + landmarks * genes * sizeof(float) * LandmarkMatrices
            + options.BatchSize * side * side * sizeof(float) * (channels + options.BaseChannels) * perPoint
            + (options.Preset == GapFillPreset.Context ? ValueEntryBytes(options, entries) : 0);
    }

    /// <summary>The masked entries that the value branch holds: channels, target and deviation in single precision, and a 64-bit
    /// pixel.</summary>
    private static long ValueEntryBytes(UNetGapFillOptions options, long entries) =>
        (long)Math.Min(entries * options.MaskRate, ValueStep.MostEntries) * ValueStep.Versions
            * ((ContextChannels.Count + 2) * sizeof(float) + sizeof(long));
}
