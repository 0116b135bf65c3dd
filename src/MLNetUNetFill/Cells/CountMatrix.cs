namespace MLNetUNetFill;

/// <summary>
/// A sparse matrix of expression values, cells x genes, in compressed rows: one row per cell, only the non-zero entries stored,
/// gene indices ascending within a row. Holds raw counts when read from disk; the same type carries filled values (log1p CP10k).
/// </summary>
public sealed class CountMatrix
{
    /// <summary>Wraps the given arrays without copying them.</summary>
    /// <param name="barcodes">One name per cell.</param>
    /// <param name="geneIds">One identifier per gene (column 1 of a 10x features file).</param>
    /// <param name="geneNames">One unique name per gene (column 2 of a 10x features file).</param>
    /// <param name="rowStarts">Length cells + 1; row <c>i</c> is <c>[rowStarts[i], rowStarts[i + 1])</c>.</param>
    /// <param name="genes">Gene index of every stored entry, ascending within a row.</param>
    /// <param name="values">Value of every stored entry, not zero.</param>
    /// <exception cref="ArgumentException">The arrays do not fit together, or a cell's genes are not ascending or not among the
    /// genes.</exception>
    public CountMatrix(IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds, IReadOnlyList<string> geneNames,
        int[] rowStarts, int[] genes, float[] values)
        : this(barcodes, geneIds, geneNames, new SparseCells(geneNames.Count, rowStarts, genes, values))
    {
        if (rowStarts.Length != barcodes.Count + 1)
            throw new ArgumentException($"{rowStarts.Length} row starts for {barcodes.Count} cells; expected {barcodes.Count + 1}.",
                nameof(rowStarts));
        if (geneIds.Count != geneNames.Count)
            throw new ArgumentException($"{geneIds.Count} gene identifiers for {geneNames.Count} gene names; expected as many.",
                nameof(geneIds));
        if (rowStarts[^1] != genes.Length || genes.Length != values.Length)
            throw new ArgumentException($"{genes.Length} gene indices and {values.Length} values; expected {rowStarts[^1]} of each.",
                nameof(values));
        RequireRows(rowStarts, genes, geneNames.Count);
    }

    /// <summary>Gives names to the cells and genes of a matrix.</summary>
    internal CountMatrix(IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds, IReadOnlyList<string> geneNames,
        SparseCells cells) =>
        (Barcodes, GeneIds, GeneNames, Cells) = (barcodes, geneIds, geneNames, cells);

    /// <summary>The cell names, one per row.</summary>
    public IReadOnlyList<string> Barcodes { get; }

    /// <summary>The gene identifiers, one per column.</summary>
    public IReadOnlyList<string> GeneIds { get; }

    /// <summary>The unique gene names, one per column.</summary>
    public IReadOnlyList<string> GeneNames { get; }

    /// <summary>The number of cells (rows).</summary>
    public int CellCount => Barcodes.Count;

    /// <summary>The number of genes (columns).</summary>
    public int GeneCount => GeneNames.Count;

    /// <summary>The number of stored (non-zero) entries.</summary>
    public long NonZeroCount => Cells.Values.Length;

    /// <summary>The matrix without the names.</summary>
    internal SparseCells Cells { get; }

    /// <summary>The indices of the genes stored for a cell, ascending.</summary>
    /// <param name="cell">0-based row.</param>
    public ReadOnlySpan<int> GenesOf(int cell) => Cells.GenesOf(cell);

    /// <summary>The values stored for a cell, parallel to <see cref="GenesOf"/>.</summary>
    /// <param name="cell">0-based row.</param>
    public ReadOnlySpan<float> ValuesOf(int cell) => Cells.ValuesOf(cell);

    /// <summary>The sum of a cell's values: for counts, its library size.</summary>
    /// <param name="cell">0-based row.</param>
    public double LibrarySize(int cell) => MLNetUNetFill.Cells.LibrarySize.Sum(ValuesOf(cell));

    /// <summary>The value of one entry, 0 if none is stored.</summary>
    /// <param name="cell">0-based row.</param>
    /// <param name="gene">0-based column.</param>
    public float this[int cell, int gene]
    {
        get
        {
            var entry = GenesOf(cell).BinarySearch(gene);
            return entry < 0 ? 0 : ValuesOf(cell)[entry];
        }
    }

    /// <summary>Raw counts in log1p CP10k. A cell without counts stays empty.</summary>
    internal CountMatrix Normalize() => WithValues(Cells.Normalize(LibrarySize));

    /// <summary>Other values under the same names.</summary>
    /// <param name="values">Cells x genes, as many of both.</param>
    internal CountMatrix WithValues(SparseCells values) => new(Barcodes, GeneIds, GeneNames, values);

    /// <summary>The matrix with some of its genes.</summary>
    /// <param name="genes">The genes, ascending.</param>
    internal CountMatrix SelectGenes(int[] genes) =>
        new(Barcodes, [.. genes.Select(gene => GeneIds[gene])], [.. genes.Select(gene => GeneNames[gene])], Cells.SelectGenes(genes));

    /// <summary>The matrix with some of its cells.</summary>
    /// <param name="cells">The cells, ascending.</param>
    internal CountMatrix SelectCells(int[] cells) => cells.Length == CellCount ? this
        : new([.. cells.Select(cell => Barcodes[cell])], GeneIds, GeneNames, Cells.SelectCells(cells));

    /// <summary>The cells that have a count, ascending.</summary>
    internal int[] CellsWithCounts() => [.. Enumerable.Range(0, CellCount).Where(cell => !GenesOf(cell).IsEmpty)];

    private static void RequireRows(int[] rowStarts, int[] genes, int geneCount)
    {
        for (var cell = 0; cell < rowStarts.Length - 1; cell++)
        {
            var (start, end) = (rowStarts[cell], rowStarts[cell + 1]);
            if (start < 0 || end < start || (cell == 0 && start != 0) || end > genes.Length)
                throw new ArgumentException($"Cell {cell}: found the row [{start}, {end}) of {genes.Length} entries; expected row starts "
                    + "from 0 to their number that never fall.", nameof(rowStarts));
            for (var i = start; i < end; i++)
                if (genes[i] >= geneCount || genes[i] <= (i == start ? -1 : genes[i - 1]))
                    throw new ArgumentException($"Cell {cell}, entry {i - start}: found gene index {genes[i]}"
                        + (i == start ? "" : $" after {genes[i - 1]}") + $"; expected ascending indices from 0 to {geneCount - 1}.",
                        nameof(genes));
        }
    }
}
