using MLNetUNetFill.Evaluation.Baselines;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>The methods that the benchmark knows.</summary>
internal static class MethodCatalog
{
    /// <summary>Everything that fills matrices.</summary>
    /// <param name="options">How to build and train the networks.</param>
    public static IReadOnlyList<IImputer> Imputers(UNetGapFillOptions options) =>
        [.. BaselineMethods.All.Prepend(new NoImputation()).Select(method => new BaselineImputer(method)),
            new UNetImputer(options with { Preset = GapFillPreset.Published }), new UNetImputer(options)];

    /// <summary>The names of all methods.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Imputers(new UNetGapFillOptions()).SelectMany(imputer => imputer.Methods).Select(method => method.Name)];
}
