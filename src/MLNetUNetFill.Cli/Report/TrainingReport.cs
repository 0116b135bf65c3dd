using MLNetUNetFill.Evaluation.Benchmark;

namespace MLNetUNetFill.Cli.Report;

/// <summary>How training went.</summary>
/// <param name="GenesModelled">Genes that the network models; the others keep their observed value.</param>
/// <param name="Genes">Genes of the input.</param>
/// <param name="BestEpoch">The epoch whose weights were kept, 1-based.</param>
/// <param name="Epochs">Every epoch that ran.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Device">Where the network was trained.</param>
internal sealed record TrainingReport(int GenesModelled, int Genes, int BestEpoch, IReadOnlyList<EpochRecord> Epochs, double Seconds,
    DeviceReport Device);
