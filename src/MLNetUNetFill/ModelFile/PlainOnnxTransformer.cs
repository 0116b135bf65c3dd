using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace MLNetUNetFill.ModelFile;

/// <summary>ML.NET's own transformer over an exported graph: what a saved chain holds in the place of
/// <see cref="UNetGapFillTransformer"/>.</summary>
internal static class PlainOnnxTransformer
{
    /// <summary>Creates the transformer.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <param name="inputName">Column of raw counts.</param>
    /// <param name="outputNames">The outputs that become columns.</param>
    /// <param name="geneNames">The genes of a cell: the slot names of these columns.</param>
    /// <exception cref="GapFillException">The temporary file through which ML.NET hands the graph to ONNX Runtime cannot be
    /// written.</exception>
    public static OnnxTransformer Create(byte[] model, string inputName, string[] outputNames, IReadOnlyList<string> geneNames)
    {
        var context = new MLContext();
        var schema = SchemaDefinition.Create(typeof(Cell));
        // Once renamed, the column is not found under its old name.
        var counts = schema[nameof(Cell.Counts)];
        (counts.ColumnName, counts.ColumnType) = (inputName, new VectorDataViewType(NumberDataViewType.Single, geneNames.Count));
        var none = context.Data.LoadFromEnumerable(Array.Empty<Cell>(), schema);
        using var bytes = new MemoryStream(SlotNamesWriter.Add(model, outputNames, geneNames), writable: false);
        try
        {
            return context.Transforms.ApplyOnnxModel(outputNames, [inputName], bytes).Fit(none);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GapFillException($"The model cannot be saved: ML.NET writes its graph to a temporary file in '{context.TempFilePath}', which failed "
                + $"({e.Message.TrimEnd('.')}); expected a folder that can be written, see the environment variable TMPDIR.", e);
        }
    }

    private sealed class Cell
    {
        public float[] Counts { get; set; } = [];
    }
}
