namespace MLNetUNetFill.ModelFile;

/// <summary>Names of the graph outputs beside the filled values, each <c>cells x genes</c>.</summary>
internal static class GapFillOutputs
{
    /// <summary>The value head in every modelled entry, log1p CP10k; elsewhere the observed value.</summary>
    public const string FilledIfExpressed = "FilledIfExpressed";

    /// <summary>Expected share of the cell's counts; elsewhere the observed share.</summary>
    public const string ExpectedRate = "ExpectedRate";

    /// <summary>Probability that a cell of this library size shows the gene; elsewhere 1 where observed, else 0.</summary>
    public const string DetectionProbability = "DetectionProbability";

    /// <summary>Standard deviation of the value if expressed, log1p CP10k; elsewhere 0.</summary>
    public const string FillUncertainty = "FillUncertainty";

    /// <summary>The outputs that only <see cref="GapFillPreset.Context"/> has, in the order of the graph.</summary>
    public static readonly string[] OfContext = [FilledIfExpressed, ExpectedRate, DetectionProbability, FillUncertainty];

    /// <summary>Whether the graph of a preset gives the name to a tensor of its own, so that no column of the user's can have it.</summary>
    public static bool IsReserved(string name) => OfContext.Contains(name)
        || name.StartsWith(GapFillMetadata.Prefix, StringComparison.Ordinal);

    /// <summary>Name of the second output, the normalised observed values.</summary>
    public static string Observed(string outputName) => outputName + ".Observed";
}
