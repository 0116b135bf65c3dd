using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class PredictionEngineTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void One_object_goes_in_and_one_comes_out()
    {
        var model = new DoublingEstimator().Append(_context.Transforms.Concatenate("All", "Doubled", "Values")).Fit(TestRows.Load(_context));
        using var engine = _context.Model.CreatePredictionEngine<TestRow, Prediction>(model);

        Assert.Equal([6, 1, 2], engine.Predict(new() { Size = 3, Values = [1, 2] }).All);
        Assert.Equal([8, 0, 5], engine.Predict(new() { Size = 4, Values = [0, 5] }).All);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), engine.OutputSchema["All"].Type);
    }

    [Fact]
    public void A_prediction_object_can_be_filled_again()
    {
        var model = new DoublingTransformer();
        using var engine = _context.Model.CreatePredictionEngine<TestRow, Doubled>(model);
        var prediction = new Doubled();
        var same = prediction;
        engine.Predict(new() { Size = 3 }, ref prediction);

        Assert.Same(same, prediction);
        Assert.Equal(6, prediction.Value);
    }

    [Fact]
    public void The_input_schema_gives_vectors_their_size()
    {
        var data = TestRows.Load(_context);
        var model = _context.Transforms.NormalizeMinMax("All", "Values").Fit(data);
        using var engine = _context.Model.CreatePredictionEngine<Unsized, Prediction>(
            model, _context.Transforms.SelectColumns("Values").Fit(data).GetOutputSchema(data.Schema));

        Assert.Equal([0.2f, 1], engine.Predict(new() { Values = [1, 4] }).All);
    }

    [Fact]
    public void Missing_columns_may_be_ignored()
    {
        using var engine = _context.Model.CreatePredictionEngine<TestRow, Prediction>(new DoublingTransformer());

        Assert.Empty(engine.Predict(new()).All);
        Assert.ThrowsAny<ArgumentException>(() =>
            _context.Model.CreatePredictionEngine<TestRow, Prediction>(new DoublingTransformer(), ignoreMissingColumns: false));
    }

    [Fact]
    public void Disposing_the_engine_disposes_the_transformer()
    {
        var transformer = new DoublingTransformer();
        _context.Model.CreatePredictionEngine<TestRow, Doubled>(transformer).Dispose();

        Assert.True(transformer.IsDisposed);
    }

    private sealed class Prediction
    {
        public float[] All { get; set; } = [];
    }

    private sealed class Doubled
    {
        [ColumnName("Doubled")]
        public float Value { get; set; }
    }

    private sealed class Unsized
    {
        public float[] Values { get; set; } = [];
    }
}
