namespace MLNetUNetFill.Cli.Report;

/// <summary>What <c>unetfill run</c> did and found: <c>report.json</c>.</summary>
/// <param name="Tool">Program and version.</param>
/// <param name="Input">The raw counts.</param>
/// <param name="Options">How the network was built and trained.</param>
/// <param name="HoldOutShare">Share of the non-zero entries that was held out.</param>
/// <param name="Training">How training went, on the input without the held-out entries.</param>
/// <param name="HeldOut">Errors on the held-out entries of modelled genes.</param>
/// <param name="HeldOutOutsideModel">Held-out entries of genes that are not modelled: no part of <paramref name="HeldOut"/>.</param>
/// <param name="Device">Where the cells were filled.</param>
/// <param name="Fill">What filling did to the complete input.</param>
/// <param name="Clustering">Clusters of the complete input against labels; null without labels.</param>
/// <param name="Truth">Against the simulated truth; null where there is none.</param>
/// <param name="ModelSha256">SHA-256 of the model file.</param>
/// <param name="Seconds">Wall-clock time of all of it.</param>
internal sealed record RunReport(string Tool, InputReport Input, UNetGapFillOptions Options, double HoldOutShare, TrainingReport Training,
    EntriesReport HeldOut, int HeldOutOutsideModel, DeviceReport Device, FillReport Fill, ClusteringReport? Clustering, TruthReport? Truth,
    string ModelSha256, double Seconds)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "report.json";
}

/// <summary>How training went.</summary>
/// <param name="GenesModelled">Genes that the network models; the others keep their observed value.</param>
/// <param name="Genes">Genes of the input.</param>
/// <param name="BestEpoch">The epoch whose weights were kept, 1-based.</param>
/// <param name="Epochs">Every epoch that ran.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Device">Where the network was trained.</param>
internal sealed record TrainingReport(int GenesModelled, int Genes, int BestEpoch, IReadOnlyList<EpochRecord> Epochs, double Seconds,
    DeviceReport Device);

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
/// <param name="CellsUnlikeTraining">Cells whose <see cref="GapFillColumns.Novelty"/> is above 1; null where it was not asked for.</param>
internal sealed record FilledMatrixProvenance(string Tool, string Contents, string Input, int Cells, int Genes, int GenesModelled,
    string Policy, string Model, string ModelSha256, IReadOnlyDictionary<string, string> Training, DeviceReport Device, FillReport Fill,
    int? CellsUnlikeTraining)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "provenance.json";
}
