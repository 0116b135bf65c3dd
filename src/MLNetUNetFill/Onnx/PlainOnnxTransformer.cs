using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace MLNetUNetFill.Onnx;

/// <summary>ML.NET's own transformer over an exported graph: what a saved chain holds in the place of <see cref="UNetGapFillTransformer"/>.</summary>
internal static class PlainOnnxTransformer
{
    /// <summary>Creates the transformer.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <param name="inputName">Column of raw counts.</param>
    /// <param name="outputNames">The outputs that become columns.</param>
    /// <param name="genes">Genes of a cell.</param>
    public static OnnxTransformer Create(byte[] model, string inputName, string[] outputNames, int genes)
    {
        var context = new MLContext();
        var schema = SchemaDefinition.Create(typeof(Cell));
        // Once renamed, the column is not found under its old name.
        var counts = schema[nameof(Cell.Counts)];
        (counts.ColumnName, counts.ColumnType) = (inputName, new VectorDataViewType(NumberDataViewType.Single, genes));
        var none = context.Data.LoadFromEnumerable(Array.Empty<Cell>(), schema);
        using var bytes = new MemoryStream(model, writable: false);
        return context.Transforms.ApplyOnnxModel(outputNames, [inputName], bytes).Fit(none);
    }

    private sealed class Cell
    {
        public float[] Counts { get; set; } = [];
    }
}
