using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Evaluation.Metrics;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Runs a trained transformer over a matrix, through an ML.NET cursor.</summary>
internal static class Filling
{
    /// <summary>Fills cell by cell.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="transformer">The trained model.</param>
    /// <param name="cells">The raw counts.</param>
    /// <param name="check">Told of every cell, or null.</param>
    /// <returns>log1p CP10k of every gene, one row a cell; the next row overwrites the last.</returns>
    public static IEnumerable<ReadOnlyMemory<float>> Rows(CommandContext context, UNetGapFillTransformer transformer, IDataView cells, FillCheck? check = null)
    {
        var view = transformer.Transform(cells);
        var (countsColumn, filledColumn) = (view.Schema[transformer.InputColumnName], view.Schema[transformer.OutputColumnName]);
        using var cursor = view.GetRowCursor(check is null ? [filledColumn] : [countsColumn, filledColumn]);
        var filledGetter = cursor.GetGetter<VBuffer<float>>(filledColumn);
        var countsGetter = check is null ? null : cursor.GetGetter<VBuffer<float>>(countsColumn);
        VBuffer<float> counts = default, filled = default;
        var row = new float[transformer.GeneNames.Count];
        while (cursor.MoveNext())
        {
            context.Cancelled.ThrowIfCancellationRequested();
            filledGetter(ref filled);
            filled.CopyTo(row);
            if (countsGetter is not null)
            {
                countsGetter(ref counts);
                check!.Add(counts, row);
            }
            yield return row;
        }
    }

    /// <summary>Fills every cell.</summary>
    /// <returns>log1p CP10k, the input's cells and genes.</returns>
    public static CountMatrix Fill(CommandContext context, UNetGapFillTransformer transformer, CountMatrix counts)
    {
        var rowStarts = new List<long>(counts.CellCount + 1) { 0 };
        var genes = new List<int>();
        var values = new List<float>();
        foreach (var row in Rows(context, transformer, counts.ToDataView(transformer.InputColumnName)))
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
