namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>What was measured of one preset. Ratios are ours over theirs in throughput, so that more than 1 is good for us; null without
/// PyTorch.</summary>
/// <param name="PipelineOverOrt">The ML.NET pipeline over bare ONNX Runtime.</param>
/// <param name="OrtOverTorch">Bare ONNX Runtime over PyTorch.</param>
/// <param name="TrainOverTorch">Our training steps over PyTorch's: the smallest ratio of the networks in
/// <paramref name="Training"/>.</param>
/// <param name="CellsPerSecond">Scoring throughput.</param>
/// <param name="Training">Training steps by network: <c>unet</c>, and under <see cref="GapFillPreset.Context"/> <c>value</c>.</param>
/// <param name="ModelledGenes">Genes in the image.</param>
/// <param name="Image">Height and width of the image.</param>
/// <param name="ModelBytes">Size of the ONNX file.</param>
/// <param name="ScoredCells">Cells scored in one run.</param>
/// <param name="ScoringBatch">Cells in one call of ONNX Runtime and of PyTorch.</param>
/// <param name="LargestDifference">Between the pipeline's values and PyTorch's, log1p CP10k, in the 95 % of the cells that agree
/// best.</param>
/// <param name="LargestLossDifference">Between the training losses of both, relative.</param>
internal sealed record PresetBench(double PipelineOverOrt, double? OrtOverTorch, double? TrainOverTorch, ScoringRates CellsPerSecond,
    IReadOnlyDictionary<string, TrainingRates> Training, int ModelledGenes, int[] Image, long ModelBytes, int ScoredCells, int ScoringBatch,
    double? LargestDifference, double? LargestLossDifference);

/// <summary>Scoring throughput in cells per second.</summary>
/// <param name="Pipeline">A cursor over the ML.NET pipeline.</param>
/// <param name="Ort">ONNX Runtime with preallocated tensors.</param>
/// <param name="Torch">PyTorch in inference mode; null without it.</param>
internal sealed record ScoringRates(double Pipeline, double Ort, double? Torch);

/// <summary>Training steps of one network.</summary>
/// <param name="OverTorch">Ours over PyTorch's.</param>
/// <param name="Ours">Steps a second, TorchSharp.</param>
/// <param name="Torch">Steps a second, PyTorch; null without it.</param>
/// <param name="PerStep">How many in a step.</param>
/// <param name="Unit">Of what: cells, or entries of cells.</param>
internal sealed record TrainingRates(double? OverTorch, double Ours, double? Torch, int PerStep, string Unit);
