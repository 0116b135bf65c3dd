using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML.Algorithms;

/// <summary>A row with a feature vector; the rows loaded say how long it is.</summary>
public sealed class VectorRow
{
    public float[] Features { get; set; } = [];

    public float Weight { get; set; } = 1;

    public static IDataView Load(MLContext context, IEnumerable<float[]> rows) =>
        Load(context, rows.Select(features => new VectorRow { Features = features }).ToList());

    public static IDataView Load(MLContext context, List<VectorRow> rows)
    {
        var schema = SchemaDefinition.Create(typeof(VectorRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        return context.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>The values of a vector column, row by row.</summary>
    public static float[][] Read(IDataView data, string column)
    {
        var rows = new List<float[]>();
        using var cursor = data.GetRowCursor([data.Schema[column]]);
        var getter = cursor.GetGetter<VBuffer<float>>(data.Schema[column]);
        var buffer = default(VBuffer<float>);
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            rows.Add([.. buffer.DenseValues()]);
        }
        return [.. rows];
    }

    /// <summary>The values of a key column, row by row.</summary>
    public static uint[] ReadKeys(IDataView data, string column)
    {
        var keys = new List<uint>();
        using var cursor = data.GetRowCursor([data.Schema[column]]);
        var getter = cursor.GetGetter<uint>(data.Schema[column]);
        uint key = 0;
        while (cursor.MoveNext())
        {
            getter(ref key);
            keys.Add(key);
        }
        return [.. keys];
    }

    /// <summary>Saves a transformer to memory and loads it in a new context.</summary>
    public static ITransformer SaveAndLoad(MLContext context, ITransformer transformer, IDataView data)
    {
        using var stream = new MemoryStream();
        context.Model.Save(transformer, data.Schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }
}
