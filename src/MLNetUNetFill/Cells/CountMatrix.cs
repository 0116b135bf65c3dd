namespace MLNetUNetFill;

/// <summary>
/// A sparse matrix of expression values, cells x genes, in compressed rows: one row a cell, only the non-zero entries stored,
/// gene indices ascending within a row. Holds raw counts when read from disk; the same type carries filled values (log1p CP10k).
/// </summary>
public sealed class CountMatrix
{
    private readonly long[] _rowStarts;
    private readonly int[] _genes;
    private readonly float[] _values;

    /// <summary>Wraps the given arrays without copying them.</summary>
    /// <param name="barcodes">One name a cell.</param>
    /// <param name="geneIds">One identifier a gene (column 1 of a 10x features file).</param>
    /// <param name="geneNames">One unique name a gene (column 2 of a 10x features file).</param>
    /// <param name="rowStarts">Length cells + 1; row <c>i</c> is <c>[rowStarts[i], rowStarts[i + 1])</c>.</param>
    /// <param name="genes">Gene index of every stored entry, ascending within a row.</param>
    /// <param name="values">Value of every stored entry, not zero.</param>
    /// <exception cref="ArgumentException">The arrays do not fit together.</exception>
    public CountMatrix(IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds, IReadOnlyList<string> geneNames,
        long[] rowStarts, int[] genes, float[] values)
    {
        if (rowStarts.Length != barcodes.Count + 1)
            throw new ArgumentException($"{rowStarts.Length} row starts for {barcodes.Count} cells; expected {barcodes.Count + 1}.", nameof(rowStarts));
        if (geneIds.Count != geneNames.Count)
            throw new ArgumentException($"{geneIds.Count} gene identifiers for {geneNames.Count} gene names; expected as many.", nameof(geneIds));
        if (rowStarts[^1] > genes.Length || genes.Length != values.Length)
            throw new ArgumentException($"{genes.Length} gene indices and {values.Length} values; expected {rowStarts[^1]} of each.", nameof(values));
        (Barcodes, GeneIds, GeneNames) = (barcodes, geneIds, geneNames);
        (_rowStarts, _genes, _values) = (rowStarts, genes, values);
    }

    /// <summary>The cell names, one a row.</summary>
    public IReadOnlyList<string> Barcodes { get; }

    /// <summary>The gene identifiers, one a column.</summary>
    public IReadOnlyList<string> GeneIds { get; }

    /// <summary>The unique gene names, one a column.</summary>
    public IReadOnlyList<string> GeneNames { get; }

    /// <summary>The number of cells (rows).</summary>
    public int CellCount => Barcodes.Count;

    /// <summary>The number of genes (columns).</summary>
    public int GeneCount => GeneNames.Count;

    /// <summary>The number of stored (non-zero) entries.</summary>
    public long NonZeroCount => _rowStarts[^1];

    /// <summary>The indices of the genes stored for a cell, ascending.</summary>
    /// <param name="cell">0-based row.</param>
    public ReadOnlySpan<int> GenesOf(int cell) => _genes.AsSpan((int)_rowStarts[cell], (int)(_rowStarts[cell + 1] - _rowStarts[cell]));

    /// <summary>The values stored for a cell, parallel to <see cref="GenesOf"/>.</summary>
    /// <param name="cell">0-based row.</param>
    public ReadOnlySpan<float> ValuesOf(int cell) => _values.AsSpan((int)_rowStarts[cell], (int)(_rowStarts[cell + 1] - _rowStarts[cell]));

    /// <summary>The sum of a cell's values: for counts, its library size.</summary>
    /// <param name="cell">0-based row.</param>
    public double LibrarySize(int cell)
    {
        double sum = 0;
        foreach (var value in ValuesOf(cell)) sum += value;
        return sum;
    }

    /// <summary>The value of one entry, 0 if none is stored.</summary>
    /// <param name="cell">0-based row.</param>
    /// <param name="gene">0-based column.</param>
    public float this[int cell, int gene]
    {
        get
        {
            var at = GenesOf(cell).BinarySearch(gene);
            return at < 0 ? 0 : ValuesOf(cell)[at];
        }
    }
}
