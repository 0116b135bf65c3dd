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
    /// <param name="unlike">Told of every cell's novelty; null where the transformer does not have that column.</param>
    /// <returns>log1p CP10k of every gene, one row per cell; the next row overwrites the last.</returns>
    public static IEnumerable<ReadOnlyMemory<float>> Rows(CommandContext context, UNetGapFillTransformer transformer, IDataView cells,
        FillCheck? check = null, NovelCells? unlike = null)
    {
        var schema = transformer.GetOutputSchema(cells.Schema);
        List<DataViewSchema.Column> columns = [schema[transformer.OutputColumnName]];
        if (check is not null) columns.Add(schema[transformer.InputColumnName]);
        if (unlike is not null) columns.Add(schema[nameof(GapFillColumns.Novelty)]);
        var row = new float[transformer.GeneNames.Count];
        foreach (var cell in CellRows.Read(transformer.Transform(cells), [.. columns], context.Cancelled))
        {
            cell[0].CopyTo(row);
            check?.Add(cell[1], row);
            unlike?.Add(cell[columns.Count - 1].GetItemOrDefault(0));
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

/// <summary>Counts the cells that are unlike those of the training.</summary>
internal sealed class NovelCells
{
    /// <summary>Fewer are chance: one in a hundred of the training cells is above the limit.</summary>
    private const int Fewest = 3;

    /// <summary>Up to one in fifteen new cells of known types was above the limit on public data.</summary>
    private const double SuspiciousShare = 0.1;

    private readonly List<float> _novelties = [];

    /// <summary>The novelty of every cell so far.</summary>
    public IReadOnlyList<float> Novelties => _novelties;

    /// <summary>Cells whose novelty is above 1.</summary>
    public int Count => _novelties.Count(novelty => novelty > 1);

    /// <summary>Adds the next cell.</summary>
    public void Add(float novelty) => _novelties.Add(novelty);

    /// <summary>One sentence where there are many; else null.</summary>
    public string? Warning => Count < Fewest || Count < SuspiciousShare * _novelties.Count ? null
        : $"{Count:N0} of {Counted.Text(_novelties.Count, "cell")} ({(double)Count / _novelties.Count:P0}) are unlike the cells that the "
            + "model was trained on (novelty above 1, as one in a hundred of those is): it may know no cells of their kind, or not their "
            + "protocol; train a model on such cells, or trust the filled values less.";
}

/// <summary>An entry with its true and its predicted value.</summary>
/// <param name="Cell">0-based row.</param>
/// <param name="Gene">0-based column.</param>
/// <param name="Truth">log1p CP10k.</param>
/// <param name="Predicted">log1p CP10k.</param>
internal readonly record struct PredictedEntry(int Cell, int Gene, float Truth, float Predicted);
