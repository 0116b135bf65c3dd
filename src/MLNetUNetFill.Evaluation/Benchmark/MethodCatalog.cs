namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>The methods that the benchmark knows.</summary>
internal static class MethodCatalog
{
    /// <summary>The methods that the networks are compared with, each with its default options, the simplest first.</summary>
    public static IReadOnlyList<Baseline> Baselines { get; } =
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

    /// <summary>Everything that fills matrices.</summary>
    /// <param name="options">How to build and train the networks.</param>
    public static IReadOnlyList<IImputer> Imputers(UNetGapFillOptions options) =>
        [.. Baselines.Prepend(new NoImputation()).Select(method => new BaselineImputer(method)),
            new UNetImputer(options with { Preset = GapFillPreset.Published }), new UNetImputer(options)];

    /// <summary>The names of all methods.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Imputers(new UNetGapFillOptions()).SelectMany(imputer => imputer.Methods).Select(method => method.Name)];
}
