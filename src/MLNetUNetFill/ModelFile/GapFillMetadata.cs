using System.Text.Json;

namespace MLNetUNetFill.ModelFile;

/// <summary>What a model file says about itself in its metadata_props.</summary>
internal static class GapFillMetadata
{
    /// <summary>The layout of the file that this version writes, and the newest that it reads.</summary>
    public const int FormatVersion = 6;

    /// <summary>The first layout with a checksum.</summary>
    public const int FirstSealedVersion = 3;

    /// <summary>The first layout whose graph answers a NaN, an infinity or a negative number in a cell with NaN in all its
    /// outputs.</summary>
    public const int FirstNaNVersion = 4;

    /// <summary>The first layout whose graph knows <see cref="FillPolicyKind.ExpectedLog"/>.</summary>
    public const int FirstExpectedLogVersion = 5;

    /// <summary>The first layout whose graph has <see cref="GapFillOutputs.Novelty"/>.</summary>
    public const int FirstNoveltyVersion = 6;

    /// <summary>Prefix of the keys below; provenance may not use it.</summary>
    public const string Prefix = "unetfill.";

    /// <summary>JSON array of the names of all input genes.</summary>
    public const string GeneNamesKey = Prefix + "gene_names";

    /// <summary>JSON array of the input indices of the modelled genes.</summary>
    public const string ModelledGenesKey = Prefix + "modelled_genes";

    /// <summary>How many genes are modelled.</summary>
    public const string ModelledGeneCountKey = Prefix + "modelled_gene_count";

    /// <summary><see cref="GapFillPreset"/>, lower case. Format 1, which knew the published network alone, has no such entry.</summary>
    public const string PresetKey = Prefix + "preset";

    /// <summary><see cref="FormatVersion"/>.</summary>
    public const string FormatVersionKey = Prefix + "version";

    /// <summary>The checksum, see <see cref="ModelSeal"/>: the end of the file, so that a file cut off anywhere is found out.</summary>
    public const string HashKey = Prefix + "sha256";

    /// <summary>All entries but the checksum, in the order of the file.</summary>
    /// <exception cref="ArgumentException">A provenance key starts with <see cref="Prefix"/>.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Write(GapFillModel model)
    {
        foreach (var entry in model.Provenance.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (entry.Key.StartsWith(Prefix, StringComparison.Ordinal))
                throw new ArgumentException($"The provenance key '{entry.Key}' starts with '{Prefix}', which is reserved.");
            yield return entry;
        }
        yield return new(GeneNamesKey, JsonSerializer.Serialize(model.GeneNames));
        yield return new(ModelledGenesKey, JsonSerializer.Serialize(model.ModelledGenes));
        yield return new(ModelledGeneCountKey, model.ModelledGenes.Length.ToString());
        yield return new(PresetKey, model.Network.Preset.ToString().ToLowerInvariant());
        yield return new(FormatVersionKey, FormatVersion.ToString());
    }
}

/// <summary>Names of the graph outputs beside the filled values, each <c>cells x genes</c> but for <see cref="Novelty"/>.</summary>
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

    /// <summary>How unlike the training cells the cell is, <c>cells x 1</c>; see <see cref="Context.CellNovelty"/>.</summary>
    public const string Novelty = "Novelty";

    /// <summary>The outputs that only <see cref="GapFillPreset.Context"/> has, in the order of the graph.</summary>
    public static readonly string[] OfContext = [FilledIfExpressed, ExpectedRate, DetectionProbability, FillUncertainty, Novelty];

    /// <summary>How many values an output has for each cell.</summary>
    public static int Width(string name, int genes) => name == Novelty ? 1 : genes;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> SlotNames(string name, IReadOnlyList<string> geneNames) => name == Novelty ? [Novelty] : geneNames;

    /// <summary>Whether the graph of a preset gives the name to a tensor of its own, so that no column of the user's can have it.</summary>
    public static bool IsReserved(string name) => OfContext.Contains(name)
        || name.StartsWith(GapFillMetadata.Prefix, StringComparison.Ordinal);

    /// <summary>Name of the second output, the normalised observed values.</summary>
    public static string Observed(string outputName) => outputName + ".Observed";

    /// <summary>The names of a set of columns, in the order of the enumeration: graph outputs and ML.NET columns have the same
    /// names.</summary>
    /// <param name="columns">The set.</param>
    /// <param name="outputName">Name of the filled column.</param>
    public static IEnumerable<string> Names(this GapFillColumns columns, string outputName) => Enum.GetValues<GapFillColumns>()
        .Where(column => int.PopCount((int)column) == 1 && columns.HasFlag(column))
        .Select(column => column == GapFillColumns.Observed ? Observed(outputName) : column.ToString());
}
