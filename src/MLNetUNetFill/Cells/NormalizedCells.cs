namespace MLNetUNetFill.Cells;

/// <summary>
/// The training matrix: log1p CP10k of the modelled genes, cells x modelled genes, compressed rows, non-zero entries only,
/// gene indices ascending within a row.
/// </summary>
/// <param name="GeneCount">Number of modelled genes (columns).</param>
/// <param name="RowStarts">Length cells + 1.</param>
/// <param name="Genes">Column of every entry.</param>
/// <param name="Values">log1p CP10k of every entry, above 0.</param>
internal sealed record NormalizedCells(int GeneCount, int[] RowStarts, int[] Genes, float[] Values)
{
    /// <summary>Number of cells (rows).</summary>
    public int CellCount => RowStarts.Length - 1;

    /// <summary>Columns stored for a cell.</summary>
    public ReadOnlySpan<int> GenesOf(int cell) => Genes.AsSpan(RowStarts[cell]..RowStarts[cell + 1]);

    /// <summary>Values stored for a cell, parallel to <see cref="GenesOf"/>.</summary>
    public ReadOnlySpan<float> ValuesOf(int cell) => Values.AsSpan(RowStarts[cell]..RowStarts[cell + 1]);
}
