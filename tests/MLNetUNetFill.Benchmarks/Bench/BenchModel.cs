using MLNetUNetFill.Cells;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Training;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>A trained network of one preset, in parts and as a file.</summary>
/// <param name="Options">How it was trained.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="File">The ONNX file.</param>
internal sealed record BenchModel(UNetGapFillOptions Options, GapFillModel Parts, byte[] File)
{
    /// <summary>Trains for one epoch: how good the weights are does not change how fast they are.</summary>
    public static BenchModel Train(CountMatrix counts, GapFillPreset preset, BenchOptions bench, CancellationToken cancelled)
    {
        var options = new UNetGapFillOptions
        {
            Preset = preset,
            HighlyVariableGenes = bench.Genes,
            MinDetectionRate = 0,
            // The layout changes no speed but that of learning it.
            Layout = GeneLayout.RandomGrid,
            Epochs = 1,
            Seed = bench.Seed,
            Threads = bench.Threads,
            Device = ComputeDevice.Cpu,
        };
        var cells = counts.ToDataView(options.InputColumnName);
        var column = CountsColumn.Find(cells.Schema, options.InputColumnName);
        var sample = new CellSample(options.MaxTrainingCells, options.Seed);
        var genes = GeneSelection.MostVariable(TrainingCells.Measure(cells, column, sample, new(), cancelled), options.HighlyVariableGenes,
            options.MinDetectionRate);
        var trained = PresetTraining.Run(cells, column, genes, sample, options, null, cancelled);
        var parts = new GapFillModel(
            InputName: options.InputColumnName, OutputName: options.OutputColumnName, GeneNames: counts.GeneNames, ModelledGenes: genes,
            Pixels: trained.Pixels, Network: trained.Network, Provenance: Provenance.Describe(options, trained));
        return new BenchModel(options, parts, GapFillOnnxExporter.Export(parts));
    }
}
