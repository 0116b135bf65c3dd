using Microsoft.ML;

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

    /// <summary>Filled cells with the genes of the input in its order: those that the model does not know hold their normalised observed
    /// value.</summary>
    /// <param name="counts">The raw counts.</param>
    /// <param name="genes">Where the model's genes are among them.</param>
    /// <param name="filled">The filled cells, in the model's order.</param>
    public static IEnumerable<ReadOnlyMemory<float>> InOrderOf(CountSource counts, GeneMatch genes,
        IEnumerable<ReadOnlyMemory<float>> filled)
    {
        var geneOfColumn = genes.GeneOfColumn();
        var row = new float[geneOfColumn.Length];
        using var cells = counts.OpenCells();
        foreach (var cell in filled)
        {
            cells.MoveNext();
            Fill(cells.Genes, cells.Values, cell.Span);
            yield return row;
        }

        void Fill(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> known)
        {
            double library = 0;
            for (var i = 0; i < columns.Length; i++)
                if (geneOfColumn[columns[i]] >= 0) library += values[i];
            for (var column = 0; column < row.Length; column++) row[column] = geneOfColumn[column] >= 0 ? known[geneOfColumn[column]] : 0;
            if (library == 0) return;
            for (var i = 0; i < columns.Length; i++)
                if (geneOfColumn[columns[i]] < 0) row[columns[i]] = LibrarySize.Log1pCp10k(values[i], library);
        }
    }

    /// <summary>The model's values of held-out entries, those of its modelled genes, beside the truth.</summary>
    public static List<PredictedEntry> HeldOut(CommandContext context, UNetGapFillTransformer transformer, HoldOut holdOut)
    {
        var (modelled, truth) = (transformer.ModelledGenes.ToHashSet(), holdOut.Truth());
        var found = new List<PredictedEntry>();
        var (cell, at) = (0, 0);
        // Held-out counts are non-zero: their prediction is the value if expressed, whatever the policy.
        using var ifExpressed = transformer.With(new() { Policy = FillPolicy.IfExpressed });
        foreach (var row in Rows(context, ifExpressed, holdOut.Corrupted.ToDataView(ifExpressed.InputColumnName)))
        {
            for (; at < truth.Length && holdOut.Entries[at].Cell == cell; at++)
                if (holdOut.Entries[at].Gene is var gene && modelled.Contains(gene)) found.Add(new(cell, gene, truth[at], row.Span[gene]));
            cell++;
        }
        return found;
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

/// <summary>An entry with its true and its predicted value.</summary>
/// <param name="Cell">0-based row.</param>
/// <param name="Gene">0-based column.</param>
/// <param name="Truth">log1p CP10k.</param>
/// <param name="Predicted">log1p CP10k.</param>
internal readonly record struct PredictedEntry(int Cell, int Gene, float Truth, float Predicted);
