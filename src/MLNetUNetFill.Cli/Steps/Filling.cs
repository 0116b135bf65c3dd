using Microsoft.ML.Data;
using MLNetUNetFill.Expression;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Runs a trained transformer over a matrix, through an ML.NET cursor.</summary>
internal static class Filling
{
    /// <summary>Fills cell by cell.</summary>
    /// <returns>log1p CP10k of every gene, one row a cell; the next row overwrites the last.</returns>
    public static IEnumerable<ReadOnlyMemory<float>> Rows(CommandContext context, UNetGapFillTransformer transformer, CountMatrix counts)
    {
        var filled = transformer.Transform(counts.ToDataView(transformer.InputColumnName));
        var column = filled.Schema[transformer.OutputColumnName];
        using var cursor = filled.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        var values = new float[counts.GeneCount];
        while (cursor.MoveNext())
        {
            context.Cancelled.ThrowIfCancellationRequested();
            getter(ref row);
            row.CopyTo(values);
            yield return values;
        }
    }

    /// <summary>Fills every cell.</summary>
    /// <returns>log1p CP10k, the input's cells and genes.</returns>
    public static CountMatrix Fill(CommandContext context, UNetGapFillTransformer transformer, CountMatrix counts)
    {
        var rowStarts = new List<long>(counts.CellCount + 1) { 0 };
        var genes = new List<int>();
        var values = new List<float>();
        foreach (var row in Rows(context, transformer, counts))
        {
            for (var gene = 0; gene < row.Length; gene++)
            {
                if (row.Span[gene] == 0) continue;
                genes.Add(gene);
                values.Add(row.Span[gene]);
            }
            rowStarts.Add(values.Count);
        }
        return new CountMatrix(counts.Barcodes, counts.GeneIds, counts.GeneNames, [.. rowStarts], [.. genes], [.. values]);
    }
}
