using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class ModelOperationsCatalogTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void A_saved_chain_computes_the_same_after_loading()
    {
        var data = TestRows.Load(_context);
        var conversion = _context.Transforms.Conversion;
        var model = _context.Transforms.NormalizeMinMax("Scaled", "Values", fixZero: false)
            .Append(_context.Transforms.CopyColumns("Copy", "Size"))
            .Append(_context.Transforms.Concatenate("All", "Copy", "Scaled"))
            .Append(conversion.MapValueToKey("Key", "Name"))
            .Append(conversion.MapKeyToValue("Back", "Key"))
            .Append(_context.Transforms.DropColumns("Copy"))
            .Fit(data);
        var loaded = SaveAndLoad(model, data.Schema, out _);

        var expected = model.Transform(data);
        var actual = loaded.Transform(data);
        Assert.Equal(expected.Schema.Select(column => $"{column}"), actual.Schema.Select(column => $"{column}"));
        Assert.Equal(expected.GetColumn<float[]>("All"), actual.GetColumn<float[]>("All"));
        Assert.Equal(expected.GetColumn<uint>("Key"), actual.GetColumn<uint>("Key"));
        Assert.Equal(["a", "b", "a"], actual.GetColumn<string>("Back"));
        Assert.Equal(["Copy", "Scaled.x", "Scaled.y"], TestRows.SlotNames(actual, "All"));
    }

    [Fact]
    public void The_input_schema_is_saved_with_its_annotations()
    {
        var data = _context.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(TestRows.Load(_context)).Transform(TestRows.Load(_context));
        SaveAndLoad(_context.Transforms.CopyColumns("Copy", "Size").Fit(data), data.Schema, out var schema);

        Assert.Equal(data.Schema.Select(column => $"{column}"), schema.Select(column => $"{column}"));
        VBuffer<ReadOnlyMemory<char>> values = default;
        schema["Key"].GetKeyValues(ref values);
        Assert.Equal(["a", "b"], values.DenseValues().Select(value => value.ToString()));
    }

    [Fact]
    public void A_schema_is_not_needed()
    {
        SaveAndLoad(_context.Transforms.CopyColumns("Copy", "Size").Fit(TestRows.Load(_context)), null, out var schema);

        Assert.Null(schema);
    }

    [Fact]
    public void A_foreign_transformer_may_save_another_in_its_place()
    {
        var data = TestRows.Load(_context);
        var model = new DoublingEstimator().Append(_context.Transforms.Concatenate("All", "Size", "Doubled")).Fit(data);
        var loaded = SaveAndLoad(model, data.Schema, out _);

        Assert.Equal([4, 8], model.Transform(data).GetColumn<float[]>("All").Last());
        Assert.Equal([4, 4], loaded.Transform(data).GetColumn<float[]>("All").Last());
    }

    [Fact]
    public void A_chain_in_a_chain_is_saved_too()
    {
        var data = TestRows.Load(_context);
        var inner = _context.Transforms.CopyColumns("Copy", "Size").Append(_context.Transforms.CopyColumns("Second", "Copy"));
        var model = new EstimatorChain<ITransformer>().Append(inner).Append(_context.Transforms.CopyColumns("Third", "Second")).Fit(data);

        Assert.Equal([1, 2, 4], SaveAndLoad(model, data.Schema, out _).Transform(data).GetColumn<float>("Third"));
    }

    [Fact]
    public void Files_and_streams_hold_the_same()
    {
        var data = TestRows.Load(_context);
        var model = _context.Transforms.CopyColumns("Copy", "Size").Fit(data);
        var path = Path.GetTempFileName();
        try
        {
            _context.Model.Save(model, data.Schema, path);
            using var stream = File.OpenRead(path);

            Assert.Equal([1, 2, 4], _context.Model.Load(stream, out _).Transform(data).GetColumn<float>("Copy"));
            Assert.Equal([1, 2, 4], _context.Model.Load(path, out _).Transform(data).GetColumn<float>("Copy"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        using var stream = new MemoryStream([1, 2, 3, 4]);

        Assert.ThrowsAny<Exception>(() => _context.Model.Load(stream, out _));
    }

    private ITransformer SaveAndLoad(ITransformer model, DataViewSchema? schema, out DataViewSchema loadedSchema)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out loadedSchema);
    }
}
