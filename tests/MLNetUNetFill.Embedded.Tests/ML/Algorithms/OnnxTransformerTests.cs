using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace MLNetUNetFill.Embedded.Tests.ML.Algorithms;

public sealed class OnnxTransformerTests : IDisposable
{
    private static readonly float[][] Counts = [[1, 2, 3], [0, 0, 0], [-1, 5, 0.5f], [4, 0, 1]];

    private readonly MLContext _context = new(seed: 1);
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");

    public OnnxTransformerTests() => File.WriteAllBytes(_file, TinyOnnxModel.Bytes());

    public void Dispose() => File.Delete(_file);

    private sealed class Row
    {
        [VectorType(TinyOnnxModel.Inputs)]
        public float[] Counts { get; set; } = [];

        [VectorType(TinyOnnxModel.Inputs)]
        public double[] Doubles { get; set; } = [0, 0, 0];

        [VectorType(2)]
        public float[] Short { get; set; } = [0, 0];
    }

    private sealed class Prediction
    {
        public float[] Filled { get; set; } = [];
    }

    [Fact]
    public void Rows_are_scored_by_the_model_in_a_file()
    {
        using var transformer = _context.Transforms.ApplyOnnxModel(_file).Fit(Data());

        var scored = transformer.Transform(Data());

        AssertFilled(scored);
        Assert.Equal(VectorRow.Read(scored, "Filled").Select(row => row.Select(v => Math.Max(v, 0)).ToArray()), VectorRow.Read(scored, "Positive"));
    }

    [Fact]
    public void Rows_are_scored_by_the_model_in_a_stream()
    {
        using var stream = new MemoryStream(TinyOnnxModel.Bytes());
        using var transformer = _context.Transforms.ApplyOnnxModel(stream).Fit(Data());

        AssertFilled(transformer.Transform(Data()));
    }

    [Fact]
    public void An_output_with_a_batch_dimension_is_a_vector_of_one_by_its_size()
    {
        using var transformer = Create();
        var schema = transformer.GetOutputSchema(Data().Schema);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, TinyOnnxModel.Outputs), schema["Filled"].Type);
        Assert.Null(schema.GetColumnOrNull("Positive"));
        Assert.False(schema["Filled"].HasSlotNames());
    }

    [Fact]
    public void Only_the_columns_asked_for_are_added()
    {
        using var transformer = _context.Transforms.ApplyOnnxModel(["Positive"], ["Counts"], _file).Fit(Data());

        Assert.Equal(["Counts", "Doubles", "Short", "Positive"], transformer.GetOutputSchema(Data().Schema).Select(column => column.Name));
    }

    [Fact]
    public void A_given_shape_replaces_the_unknown_batch_dimension()
    {
        var shapes = new Dictionary<string, int[]> { ["Counts"] = [1, 3], ["Filled"] = [1, 2] };
        using var stream = new MemoryStream(TinyOnnxModel.Bytes());
        using var transformer = _context.Transforms.ApplyOnnxModel("Filled", "Counts", stream, shapes).Fit(Data());
        AssertFilled(transformer.Transform(Data()));

        shapes["Filled"] = [1, 5];
        Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.ApplyOnnxModel("Filled", "Counts", stream, shapes));
    }

    [Fact]
    public void A_chain_is_saved_with_the_model_in_it()
    {
        var pipeline = _context.Transforms.CopyColumns("Copy", "Short").Append(_context.Transforms.ApplyOnnxModel("Filled", "Counts", _file));
        using var chain = pipeline.Fit(Data());

        var loaded = VectorRow.SaveAndLoad(_context, chain, Data());
        File.Delete(_file);

        AssertFilled(loaded.Transform(Data()));
        (loaded as IDisposable)?.Dispose();
    }

    [Fact]
    public void Another_transformer_may_save_one_in_its_place()
    {
        using var transformer = Create();
        var loaded = VectorRow.SaveAndLoad(_context, new Wrapper(transformer), Data());

        AssertFilled(loaded.Transform(Data()));
        (loaded as IDisposable)?.Dispose();
    }

    [Fact]
    public void A_row_mapper_scores_a_row()
    {
        using var transformer = Create();
        var data = Data();
        var mapper = ((ITransformer)transformer).GetRowToRowMapper(data.Schema);
        var active = new[] { mapper.OutputSchema["Filled"] };
        Assert.Equal(["Counts"], mapper.GetDependencies(active).Select(column => column.Name));

        using var cursor = data.GetRowCursor(mapper.GetDependencies(active));
        using var row = mapper.GetRow(cursor, active);
        var getter = row.GetGetter<VBuffer<float>>(active[0]);
        var filled = default(VBuffer<float>);
        foreach (var counts in Counts)
        {
            Assert.True(cursor.MoveNext());
            getter(ref filled);
            Assert.Equal(TinyOnnxModel.Filled(counts), filled.DenseValues());
        }
    }

    [Fact]
    public void A_prediction_engine_scores_one_row_after_the_other()
    {
        using var engine = _context.Model.CreatePredictionEngine<Row, Prediction>(Create());

        foreach (var counts in Counts)
            Assert.Equal(TinyOnnxModel.Filled(counts), engine.Predict(new Row { Counts = counts }).Filled);
    }

    [Fact]
    public void A_missing_column_a_wrong_type_and_a_wrong_size_are_refused()
    {
        using var transformer = Create();
        IDataView Renamed(string column)
        {
            var data = Data();
            return _context.Transforms.CopyColumns("Counts", column).Fit(data).Transform(data);
        }

        var withoutCounts = _context.Transforms.DropColumns("Counts").Fit(Data()).Transform(Data());
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(withoutCounts));
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(Renamed("Doubles")));
        Assert.Throws<InvalidOperationException>(() => transformer.Transform(Renamed("Short")));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.CopyColumns("Counts", "Doubles")
            .Append(_context.Transforms.ApplyOnnxModel("Filled", "Counts", _file)).Fit(Data()));
    }

    [Fact]
    public void A_missing_file_and_names_that_the_model_lacks_are_refused()
    {
        Assert.ThrowsAny<IOException>(() => _context.Transforms.ApplyOnnxModel(_file + ".missing"));
        Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.ApplyOnnxModel("Nowhere", "Counts", _file));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        File.WriteAllText(_file, "not a model");

        Assert.Throws<InvalidOperationException>(() => _context.Transforms.ApplyOnnxModel(_file));
    }

    [Fact]
    public void A_device_that_does_not_exist_fails_unless_the_processor_may_stand_in()
    {
        const int noSuchDevice = 99;
        OnnxScoringEstimator Estimator(bool fallback) => _context.Transforms.ApplyOnnxModel("Filled", "Counts", _file, noSuchDevice, fallback);

        Assert.ThrowsAny<Exception>(() => Estimator(fallback: false));
        try
        {
            using var transformer = Estimator(fallback: true).Fit(Data());
            AssertFilled(transformer.Transform(Data()));
        }
        catch (EntryPointNotFoundException)
        {
            // Official ML.NET falls back where a GPU is missing, not where ONNX Runtime was built without CUDA.
        }
    }

    private OnnxTransformer Create() => _context.Transforms.ApplyOnnxModel("Filled", "Counts", _file).Fit(Data());

    private IDataView Data() => _context.Data.LoadFromEnumerable(Counts.Select(counts => new Row { Counts = counts }).ToArray());

    private static void AssertFilled(IDataView scored) => Assert.Equal(Counts.Select(TinyOnnxModel.Filled), VectorRow.Read(scored, "Filled"));

    /// <summary>A transformer of another assembly that saves an inner one.</summary>
    private sealed class Wrapper(ITransformer inner) : ITransformer
    {
        public bool IsRowToRowMapper => inner.IsRowToRowMapper;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) => inner.Transform(input);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

        public void Save(ModelSaveContext ctx) => inner.Save(ctx);
    }
}
