namespace MLNetUNetFill.Cells;

/// <summary>
/// Raw counts of the modelled genes, cells x modelled genes, compressed rows, gene indices ascending within a row. Thinned and masked
/// versions share the rows and genes of the full matrix: an entry of which nothing is left is a stored 0.
/// </summary>
/// <param name="GeneCount">Number of modelled genes (columns).</param>
/// <param name="RowStarts">Length cells + 1.</param>
/// <param name="Genes">Column of every entry.</param>
/// <param name="Counts">Count of every entry, not negative.</param>
/// <param name="Libraries">Library size of every cell over all genes, modelled or not, above 0.</param>
internal sealed record TrainingCounts(int GeneCount, int[] RowStarts, int[] Genes, float[] Counts, float[] Libraries)
{
    /// <summary>Number of cells (rows).</summary>
    public int CellCount => Libraries.Length;

    /// <summary>Share of the observed entries that hiding has left; 1 where none is hidden. See <see cref="AsIfComplete"/>.</summary>
    public float VisibleShare { get; private init; } = 1;

    /// <summary>
    /// A version with hidden entries, as deep as the matrix that it comes from: every library is divided by the visible share of the entries, and
    /// whoever counts entries or molecules divides by <see cref="VisibleShare"/>. Otherwise the network would learn from cells that are always a
    /// little poorer than those it will be asked about, and say too much of these.
    /// </summary>
    /// <param name="whole">The matrix without anything hidden.</param>
    public TrainingCounts AsIfComplete(TrainingCounts whole)
    {
        var share = Counts.Count(count => count > 0) / (float)whole.Counts.Count(count => count > 0);
        return this with { VisibleShare = share, Libraries = [.. Libraries.Select(library => library / share)] };
    }

    /// <summary>The entries of a cell, as indices into <see cref="Genes"/> and <see cref="Counts"/>.</summary>
    public Range Row(int cell) => RowStarts[cell]..RowStarts[cell + 1];

    /// <summary>Writes a cell's counts to their genes' places.</summary>
    /// <param name="cell">0-based row.</param>
    /// <param name="dense">Length <see cref="GeneCount"/>, overwritten.</param>
    public void CopyTo(int cell, Span<float> dense)
    {
        dense.Clear();
        for (var i = RowStarts[cell]; i < RowStarts[cell + 1]; i++) dense[Genes[i]] = Counts[i];
    }

    /// <summary>The same entries in log1p CP10k.</summary>
    public NormalizedCells Normalize()
    {
        var values = new float[Counts.Length];
        for (var cell = 0; cell < CellCount; cell++)
            for (var i = RowStarts[cell]; i < RowStarts[cell + 1]; i++) values[i] = LibrarySize.Log1pCp10k(Counts[i], Libraries[cell]);
        return new NormalizedCells(GeneCount, RowStarts, Genes, values);
    }

    /// <summary>The cells of a count matrix that have any count.</summary>
    /// <param name="counts">Raw counts, cells x genes.</param>
    /// <param name="modelledGenes">Columns to keep, ascending; <c>null</c> keeps all of them.</param>
    public static TrainingCounts Build(CountMatrix counts, int[]? modelledGenes = null)
    {
        var builder = new TrainingCountsBuilder(counts.GeneCount, modelledGenes ?? [.. Enumerable.Range(0, counts.GeneCount)]);
        for (var cell = 0; cell < counts.CellCount; cell++)
            if (counts.LibrarySize(cell) is var library and > 0) builder.Add(counts.GenesOf(cell), counts.ValuesOf(cell), library);
        return builder.Build();
    }
}
