using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

[Collection(TorchCollection.Name)]
public sealed class UNetGapFillScoringEstimatorTests : IClassFixture<TrainedModel>, IDisposable
{
    private static readonly GapFillScoringOptions s_scoring = new() { Device = ComputeDevice.Cpu, Threads = 1 };
    private readonly MLContext _context = new(1);
    private readonly string _model = Path.GetTempFileName();
    private readonly UNetGapFillTransformer _trained;

    public UNetGapFillScoringEstimatorTests(TrainedModel trained)
    {
        _trained = trained.Transformer;
        _trained.Save(_model);
    }

    public void Dispose() => File.Delete(_model);

    [Fact]
    public void A_pipeline_from_a_model_file_reads_and_makes_columns_of_any_name()
    {
        var data = TestCells.View();
        var renamed = _context.Transforms.CopyColumns("Umis", "Counts").Fit(data).Transform(data);
        var chain = _context.Transforms.ApplyUNetGapFill("Imputed", "Umis", _model,
            s_scoring with { AdditionalColumns = GapFillColumns.Observed })
            .Append(_context.Transforms.ProjectToPrincipalComponents("Components", "Imputed", rank: 3, seed: 1))
            .Append(_context.Transforms.CopyColumns("Before", "Imputed.Observed"));
        using var model = chain.Fit(renamed);
        var scored = model.Transform(renamed);
        Assert.Equal(TestCells.Filled(_trained.Transform(data)), TestCells.Filled(scored, "Imputed"));

        using var stream = new MemoryStream();
        _context.Model.Save(model, renamed.Schema, stream);
        stream.Position = 0;
        var reloaded = new MLContext().Model.Load(stream, out _).Transform(renamed);
        foreach (var column in (string[])["Imputed", "Before"])
            foreach (var (here, there) in TestCells.Filled(scored, column).Zip(TestCells.Filled(reloaded, column)))
                Assert.Equal(here, there, (a, b) => Math.Abs(a - b) <= 1e-5f);
    }

    [Fact]
    public void The_file_is_read_by_Fit_and_not_before()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "model.onnx");
        var estimator = _context.Transforms.ApplyUNetGapFill("Filled", "Counts", missing);
        Assert.Contains(missing, Assert.Throws<GapFillException>(() => estimator.Fit(TestCells.View())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_genes_than_the_models_are_refused_by_Fit()
    {
        var estimator = _context.Transforms.ApplyUNetGapFill("Filled", "Counts", _model, s_scoring);
        Assert.StartsWith("Column 'Counts': found 3 genes; expected the model's 80.",
            Assert.Throws<GapFillException>(() => estimator.Fit(TestCells.View([new float[3]], 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Column_names_and_options_are_checked_beforehand()
    {
        Assert.Throws<ArgumentOutOfRangeException>("OutputColumnName", () => _context.Transforms.ApplyUNetGapFill("Counts", "Counts",
            _model));
        Assert.Throws<ArgumentOutOfRangeException>("InputColumnName", () => _context.Transforms.ApplyUNetGapFill("Filled", "ExpectedRate",
            _model));
        Assert.Throws<ArgumentOutOfRangeException>("BatchSize", () => _context.Transforms.ApplyUNetGapFill("Filled", "Counts", _model,
            new() { BatchSize = 0 }));
        Assert.Throws<ArgumentException>("modelFile", () => _context.Transforms.ApplyUNetGapFill("Filled", "Counts", ""));
    }

    [Fact]
    public void The_context_itself_names_the_device()
    {
        var strict = new MLContext { GpuDeviceId = 4321, FallbackToCpu = false };
        Assert.Throws<GapFillException>(() => strict.ApplyUNetGapFill("Filled", "Counts", _model).Fit(TestCells.View()));
        using var own = strict.ApplyUNetGapFill("Filled", "Counts", _model, s_scoring).Fit(TestCells.View());
        Assert.Equal(ComputeDevice.Cpu, own.ScoringDevice.Used);
    }
}
