using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

[Collection(TorchCollection.Name)]
public class GapFillColumnsTests
{
    private static readonly string[] Names = ["Filled", "FilledIfExpressed", "ExpectedRate", "DetectionProbability", "FillUncertainty",
        "Filled.Observed", "Novelty"];
    private readonly MLContext _context = new(1);

    [Fact]
    public void Columns_on_request_are_in_the_schema_in_the_shape_and_in_the_rows()
    {
        var data = TestCells.View();
        var pipeline = _context.Transforms.CopyColumns("Raw", "Counts")
            .Append(new UNetGapFillEstimator(TestCells.Quick with { Scoring = new() { AdditionalColumns = GapFillColumns.All } }))
            .Append(_context.Transforms.CopyColumns("Rate", "ExpectedRate"));
        using var model = pipeline.Fit(data);
        var view = model.Transform(data);
        Assert.Equal(["Counts", "Barcode", "Raw", .. Names, "Rate"], view.Schema.Select(column => column.Name));

        var counts = TestCells.Simulated.Counts;
        var (rate, probability, uncertainty) = (TestCells.Filled(view, "ExpectedRate"), TestCells.Filled(view, "DetectionProbability"),
            TestCells.Filled(view, "FillUncertainty"));
        Assert.Equal(rate, TestCells.Filled(view, "Rate"));
        var novelty = TestCells.Filled(view, "Novelty");
        Assert.All(novelty, values => Assert.InRange(Assert.Single(values), float.Epsilon, 100));
        // The limit is a quantile of these very cells.
        Assert.Equal((int)(0.01 * counts.CellCount), novelty.Count(values => values[0] > 1.00001));
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            Assert.All(probability[cell], value => Assert.InRange(value, 0, 1));
            Assert.All(rate[cell], value => Assert.InRange(value, 0, 1));
            Assert.All(uncertainty[cell], value => Assert.InRange(value, 0, 20));
            Assert.InRange(rate[cell].Sum(), 0.5, 1.5);
        }
    }

    [Fact]
    public void Names_are_those_of_the_enumeration() =>
        Assert.Equal(Names[1..], Enum.GetNames<GapFillColumns>().Except(["None", "All"]).Select(name => name == "Observed"
        ? "Filled.Observed" : name));

    [Theory]
    [InlineData(GapFillPreset.Context)]
    [InlineData(GapFillPreset.Published)]
    public void Observed_is_what_was_there_before_filling(GapFillPreset preset)
    {
        var options = TestCells.Quick with
        {
            Preset = preset, Epochs = 1, OutputColumnName = "Imputed", Scoring = new() { AdditionalColumns = GapFillColumns.Observed },
        };
        using var transformer = new UNetGapFillEstimator(options).Fit(TestCells.View());
        var view = transformer.Transform(TestCells.View());
        var (observed, filled, counts) = (TestCells.Filled(view, "Imputed.Observed"), TestCells.Filled(view, "Imputed"),
            TestCells.Simulated.Counts);
        for (var cell = 0; cell < counts.CellCount; cell++)
            for (var gene = 0; gene < counts.GeneCount; gene++)
            {
                Assert.Equal(Math.Log(1 + 1e4 * counts[cell, gene] / counts.LibrarySize(cell)), observed[cell][gene], 1e-5);
                if (counts[cell, gene] > 0) Assert.Equal(filled[cell][gene], observed[cell][gene]);
            }
        Assert.All(view.GetColumn<VBuffer<float>>("Imputed.Observed"), row => Assert.False(row.IsDense));
    }

    [Fact]
    public void Rows_and_views_agree_and_a_reloaded_chain_has_the_columns()
    {
        var data = TestCells.View();
        var chain = new EstimatorChain<ITransformer>()
            .Append(new UNetGapFillEstimator(TestCells.Quick with { Scoring = new() { AdditionalColumns = GapFillColumns.ExpectedRate } }))
            .Append(_context.Transforms.CopyColumns("Rate", "ExpectedRate")).Fit(data);
        using var stream = new MemoryStream();
        _context.Model.Save(chain, data.Schema, stream);
        stream.Position = 0;
        var reloaded = new MLContext().Model.Load(stream, out _);
        var (here, there) = (TestCells.Filled(chain.Transform(data), "Rate"), TestCells.Filled(reloaded.Transform(data), "Rate"));

        var definition = SchemaDefinition.Create(typeof(TestCells.Cell));
        definition[nameof(TestCells.Cell.Counts)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 80);
        using var engine = _context.Model.CreatePredictionEngine<TestCells.Cell, Row>(chain, inputSchemaDefinition: definition);
        for (var cell = 0; cell < 3; cell++)
        {
            var row = engine.Predict(new TestCells.Cell { Counts = TestCells.Dense(TestCells.Simulated.Counts, cell), Barcode = "b" });
            for (var gene = 0; gene < 80; gene++)
            {
                Assert.Equal(here[cell][gene], there[cell][gene], 1e-6f);
                Assert.Equal(here[cell][gene], row.ExpectedRate[gene], 1e-6f);
            }
        }
    }

    private sealed class Row
    {
        public float[] ExpectedRate { get; set; } = [];
    }
}
