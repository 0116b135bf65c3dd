using Microsoft.ML;
using MLNetUNetFill.Cells;
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
    /// <returns>log1p CP10k of every gene, one row per cell; the next row overwrites the last.</returns>
    public static IEnumerable<ReadOnlyMemory<float>> Rows(CommandContext context, UNetGapFillTransformer transformer, IDataView cells,
        FillCheck? check = null)
    {
        var view = transformer.Transform(cells);
        var (countsColumn, filledColumn) = (view.Schema[transformer.InputColumnName], view.Schema[transformer.OutputColumnName]);
        var row = new float[transformer.GeneNames.Count];
        foreach (var cell in CellRows.Read(view, check is null ? [filledColumn] : [filledColumn, countsColumn], context.Cancelled))
        {
            cell[0].CopyTo(row);
            check?.Add(cell[1], row);
            yield return row;
        }
    }

    /// <summary>Fills every cell.</summary>
    /// <returns>log1p CP10k, the input's cells and genes.</returns>
    public static CountMatrix Fill(CommandContext context, UNetGapFillTransformer transformer, CountMatrix counts)
    {
        var builder = new SparseCellsBuilder(counts.GeneCount);
        foreach (var row in Rows(context, transformer, counts.ToDataView(transformer.InputColumnName))) builder.AddCell(row.Span);
        return counts.WithValues(builder.Build());
    }
}
