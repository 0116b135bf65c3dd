using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Pipelines;

/// <summary>One cell at a time, into a class with a property for each column.</summary>
public sealed class PredictionEngineTests : IDisposable
{
    private const int Genes = 70, CellCount = 4;
    private readonly MLContext _context = new(1);
    private readonly float[][] _cells = [.. RandomModels.Counts(1, CellCount, Genes).Chunk(Genes)];
    private readonly UNetGapFillTransformer _transformer =
        new(GapFillOnnxExporter.Export(ContextModels.Create(genes: Genes)),
            new() { Device = ComputeDevice.Cpu, Threads = 1, AdditionalColumns = GapFillColumns.All });

    public void Dispose() => _transformer.Dispose();

    [Fact]
    public void The_graph_is_run_once_for_a_cell_with_all_its_columns()
    {
        var expected = Expected();
        using var engine = Engine(_transformer);
        var runs = _transformer.RunCount;

        for (var cell = 0; cell < CellCount; cell++)
        {
            var scored = engine.Predict(new() { Counts = _cells[cell], Barcode = $"cell{cell}" });

            Assert.Equal(cell + 1, _transformer.RunCount - runs);
            Assert.Equal($"cell{cell}", scored.Barcode);
            AssertSame(expected[cell], scored);
        }
    }

    [Fact]
    public void The_graph_is_run_once_for_a_cell_in_the_middle_of_a_chain()
    {
        var data = TestCells.View(_cells, Genes);
        var before = _context.Transforms.CopyColumns("Raw", "Counts").Fit(data);
        var scored = _transformer.Transform(before.Transform(data));
        var after = _context.Transforms.CopyColumns("Rate", "ExpectedRate").Append(_context.Transforms.NormalizeLpNorm("Unit", "Filled"))
            .Fit(scored);
        var expected = Expected();
        using var engine = Engine(new TransformerChain<ITransformer>(before, _transformer, after));
        var runs = _transformer.RunCount;

        for (var cell = 0; cell < CellCount; cell++) AssertSame(expected[cell], engine.Predict(new() { Counts = _cells[cell] }));

        Assert.Equal(CellCount, _transformer.RunCount - runs);
    }

    [Fact]
    public void The_same_object_with_other_counts_is_another_cell()
    {
        var expected = Expected();
        using var engine = Engine(_transformer);
        TestCells.Cell cell = new() { Counts = _cells[0] };
        var reused = new ScoredCell();
        engine.Predict(cell, ref reused);
        AssertSame(expected[0], reused);

        cell.Counts = _cells[1];
        engine.Predict(cell, ref reused);

        AssertSame(expected[1], reused);
    }

    [Fact]
    public void After_a_cell_with_what_is_no_count_the_next_one_is_filled()
    {
        var expected = Expected();
        using var engine = Engine(_transformer);
        engine.Predict(new() { Counts = _cells[0] });
        float[] negative = [.. _cells[1]];
        negative[2] = -1;

        Assert.All(engine.Predict(new() { Counts = negative }).Filled, value => Assert.True(float.IsNaN(value)));

        AssertSame(expected[1], engine.Predict(new() { Counts = _cells[1] }));
    }

    private PredictionEngine<TestCells.Cell, ScoredCell> Engine(ITransformer transformer)
    {
        var definition = SchemaDefinition.Create(typeof(TestCells.Cell));
        definition[nameof(TestCells.Cell.Counts)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Genes);
        return _context.Model.CreatePredictionEngine<TestCells.Cell, ScoredCell>(transformer, inputSchemaDefinition: definition);
    }

    /// <summary>What a view over the cells says; read before an engine owns the transformer.</summary>
    private ScoredCell[] Expected()
    {
        var scored = _transformer.Transform(TestCells.View(_cells, Genes));
        return [.. _context.Data.CreateEnumerable<ScoredCell>(scored, reuseRowObject: false)];
    }

    private static void AssertSame(ScoredCell expected, ScoredCell found)
    {
        foreach (var (values, others) in expected.Columns.Zip(found.Columns))
            Assert.Equal(values, others, (a, b) => Math.Abs(a - b) <= 1e-5);
    }

    private sealed class ScoredCell
    {
        public string Barcode { get; set; } = "";
        public float[] Filled { get; set; } = [];
        [ColumnName("Filled.Observed")]
        public float[] Observed { get; set; } = [];
        public float[] FilledIfExpressed { get; set; } = [];
        public float[] ExpectedRate { get; set; } = [];
        public float[] DetectionProbability { get; set; } = [];
        public float[] FillUncertainty { get; set; } = [];
        public float[] Novelty { get; set; } = [];

        [NoColumn]
        public float[][] Columns => [Filled, Observed, FilledIfExpressed, ExpectedRate, DetectionProbability, FillUncertainty, Novelty];
    }
}
