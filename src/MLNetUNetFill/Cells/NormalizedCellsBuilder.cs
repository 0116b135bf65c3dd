namespace MLNetUNetFill.Cells;

/// <summary>Builds <see cref="NormalizedCells"/> cell by cell, keeping the modelled genes only.</summary>
/// <param name="geneCount">Number of genes of the input.</param>
/// <param name="modelledGenes">Input indices of the modelled genes, ascending: they become columns 0, 1, ...</param>
internal sealed class NormalizedCellsBuilder(int geneCount, ReadOnlySpan<int> modelledGenes) : CellsBuilder(geneCount, modelledGenes)
{
    /// <summary>The matrix of the cells appended so far.</summary>
    public NormalizedCells Build()
    {
        var (rowStarts, genes, values) = Rows();
        return new NormalizedCells(Columns, rowStarts, genes, values);
    }

    /// <summary>The matrix of all cells of a count matrix.</summary>
    /// <param name="counts">Raw counts, cells x genes.</param>
    /// <param name="modelledGenes">Columns to keep, ascending; <c>null</c> keeps all of them.</param>
    public static NormalizedCells Build(CountMatrix counts, int[]? modelledGenes = null)
    {
        var builder = new NormalizedCellsBuilder(counts.GeneCount, modelledGenes ?? [.. Enumerable.Range(0, counts.GeneCount)]);
        for (var cell = 0; cell < counts.CellCount; cell++)
            builder.Add(counts.GenesOf(cell), counts.ValuesOf(cell), counts.LibrarySize(cell));
        return builder.Build();
    }

    /// <inheritdoc/>
    protected override float Keep(float count, float normalized) => normalized;
}
