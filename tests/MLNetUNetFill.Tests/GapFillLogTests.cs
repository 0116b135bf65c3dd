using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.Devices;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

/// <summary>What a handler of <see cref="MLContext.Log"/> is told.</summary>
[Collection(TorchCollection.Name)]
public class GapFillLogTests
{
    private static readonly UNetGapFillOptions s_options = TestCells.Quick with { Epochs = 2 };
    private readonly MLContext _context = new(1);
    private readonly List<(ChannelMessageKind Kind, string Text)> _told = [];

    public GapFillLogTests() => _context.Log += (_, log) =>
    {
        if (log.Source.StartsWith("UNetGapFill", StringComparison.Ordinal) && log.Kind != ChannelMessageKind.Trace) _told.Add((log.Kind,
            log.RawMessage));
    };

    [Fact]
    public void Plan_and_epochs_are_told()
    {
        var reports = 0;
        using var transformer = new UNetGapFillEstimator(_context, s_options, new Listener(() => reports++)).Fit(TestCells.View());

        Assert.Equal(2, reports);
        Assert.All(_told, told => Assert.Equal(ChannelMessageKind.Info, told.Kind));
        Assert.Equal(3, _told.Count);
        Assert.StartsWith("Training on 60 cells and 40 genes with 60 landmarks needs about ", _told[0].Text, StringComparison.Ordinal);
        Assert.Matches(@"^Epoch 2 of 2: training loss \S+, validation loss \S+, [\d,]+ cells/s\.$", _told[2].Text);
    }

    [Fact]
    public void Suspicious_input_is_a_warning()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 20).Select(cell => cell == 3 ? new float[5]
            : [.. Enumerable.Range(0, 5).Select(_ => (float)random.NextDouble())]).ToArray();
        using var transformer = _context.FillGapsWithUNet(options: s_options with { HighlyVariableGenes = 0 }).Fit(TestCells.View(rows, 5));

        Assert.Equal([
            "Column 'Counts' does not seem to hold raw counts: 100 % of its values are no whole numbers and none is above 1, "
                + "so they are fractions.",
            "Column 'Counts': 1 of 20 cells holds no counts; it is left out of training and stays zero.",
            "Column 'Counts' has no slot names: genes are called Gene1, Gene2, ..., "
                + "so that no one can tell whether other cells have the same genes.",
        ], _told.Where(told => told.Kind == ChannelMessageKind.Warning).Select(told => told.Text));
    }

    [NoCudaFact]
    public void Fall_backs_from_a_named_device_are_warnings()
    {
        (_context.GpuDeviceId, _context.FallbackToCpu) = (1, true);
        using var transformer = new UNetGapFillEstimator(_context, s_options with { Device = ComputeDevice.Auto }).Fit(TestCells.View());

        Assert.Equal([transformer.TrainingDevice!.Note, transformer.ScoringDevice.Note],
            _told.Where(told => told.Kind == ChannelMessageKind.Warning).Select(told => told.Text));
    }

    [NoOnnxCudaFact]
    public void A_loaded_model_tells_of_its_fall_back()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, GapFillOnnxExporter.Export(RandomModels.Create()));
            using var transformer = UNetGapFillTransformer.Load(_context, path);
            Assert.Equal([(ChannelMessageKind.Info, transformer.ScoringDevice.Note!)], _told);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Cells_to_fill_that_are_no_counts_are_a_warning_once()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, GapFillOnnxExporter.Export(RandomModels.Create(genes: 70)));
            using var transformer = UNetGapFillTransformer.Load(_context, path, new() { Device = ComputeDevice.Cpu, Threads = 1 });
            float[][] counts = [.. RandomModels.Counts(1, 150, 70).Chunk(70)];
            float[][] logs = [.. counts.Select(cell => (float[])[.. cell.Select(count => MathF.Log(1 + count / 3))])];

            foreach (var cells in (float[][][])[counts, logs, logs[..2], logs])
                Assert.Equal(cells.Length, TestCells.Filled(transformer.Transform(TestCells.View(cells, 70))).Length);

            Assert.StartsWith("Column 'Counts' does not seem to hold raw counts: ",
                Assert.Single(_told, told => told.Kind == ChannelMessageKind.Warning).Text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Listener(Action told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told();
    }
}
