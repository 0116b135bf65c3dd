namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>The methods that the U-Net is compared with, each with its default options.</summary>
internal static class BaselineMethods
{
    /// <summary>All of them, the simplest first.</summary>
    public static IReadOnlyList<Baseline> All { get; } =
    [
        new GeneMeanBaseline(),
        new LibraryRescaledMeanBaseline(),
        new KnnMeanBaseline(),
        new KnnAverageBaseline(),
        new KnnSmoothingBaseline(),
        new DiffusionBaseline(),
        new LowRankBaseline(),
        new LinearStackBaseline(),
        new DcaBaseline(),
        new DcaBaseline { ThinningTraining = true },
    ];
}
