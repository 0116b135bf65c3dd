namespace MLNetUNetFill.Cli.Bench;

/// <summary>What was measured of one preset. Ratios are ours over theirs in throughput, so that more than 1 is good for us; null without PyTorch.</summary>
/// <param name="PipelineOverOrt">The ML.NET pipeline over bare ONNX Runtime.</param>
/// <param name="OrtOverTorch">Bare ONNX Runtime over PyTorch.</param>
/// <param name="TrainOverTorch">Our training step of the U-Net over PyTorch's.</param>
/// <param name="CellsPerSecond">Scoring throughput.</param>
/// <param name="TrainingCellsPerSecond">Throughput of the training step.</param>
/// <param name="ModelledGenes">Genes in the image.</param>
/// <param name="Image">Height and width of the image.</param>
/// <param name="ModelBytes">Size of the ONNX file.</param>
/// <param name="ScoredCells">Cells scored in one run.</param>
/// <param name="ScoringBatch">Cells in one call of ONNX Runtime and of PyTorch.</param>
/// <param name="TrainingBatch">Cells in a training step.</param>
/// <param name="LargestDifference">Between the pipeline's values and PyTorch's, log1p CP10k, in the 95 % of the cells that agree best.</param>
/// <param name="LargestLossDifference">Between the training losses of both, relative.</param>
internal sealed record PresetBench(double PipelineOverOrt, double? OrtOverTorch, double? TrainOverTorch, ScoringRates CellsPerSecond,
    TrainingRates TrainingCellsPerSecond, int ModelledGenes, int[] Image, long ModelBytes, int ScoredCells, int ScoringBatch, int TrainingBatch,
    double? LargestDifference, double? LargestLossDifference);

/// <summary>Scoring throughput in cells per second.</summary>
/// <param name="Pipeline">A cursor over the ML.NET pipeline.</param>
/// <param name="Ort">ONNX Runtime with preallocated tensors.</param>
/// <param name="Torch">PyTorch in inference mode; null without it.</param>
internal sealed record ScoringRates(double Pipeline, double Ort, double? Torch);

/// <summary>Training throughput in cells per second.</summary>
/// <param name="Ours">TorchSharp.</param>
/// <param name="Torch">PyTorch; null without it.</param>
internal sealed record TrainingRates(double Ours, double? Torch);
