using MLNetUNetFill.Evaluation.Benchmark;
using MLNetUNetFill.Evaluation.Metrics;

namespace MLNetUNetFill.Cli.Report;

/// <summary><c>provenance.json</c> beside a filled matrix: enough to make it again.</summary>
/// <param name="Tool">Program and version.</param>
/// <param name="Contents">What the values are.</param>
/// <param name="Input">The raw counts, as named on the command line.</param>
/// <param name="Cells">Cells.</param>
/// <param name="Genes">Genes.</param>
/// <param name="GenesModelled">Genes that the network fills; the others hold their normalised observed value.</param>
/// <param name="Policy">The fill policy, as on the command line.</param>
/// <param name="Model">The model, as named on the command line.</param>
/// <param name="ModelSha256">SHA-256 of the model file.</param>
/// <param name="Training">The model's record of its training: version, seed, options, normalisation.</param>
/// <param name="Device">Where the cells were filled.</param>
/// <param name="Fill">Counts of the entries that filling changed.</param>
internal sealed record FilledMatrixProvenance(string Tool, string Contents, string Input, int Cells, int Genes, int GenesModelled,
    string Policy, string Model, string ModelSha256, IReadOnlyDictionary<string, string> Training, DeviceReport Device, FillReport Fill)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "provenance.json";
}
