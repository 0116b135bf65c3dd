namespace MLNetUNetFill.Cells;

/// <summary>A matrix with some of its cells.</summary>
internal static class CellSubset
{
    /// <summary>Keeps cells.</summary>
    /// <param name="matrix">Cells x genes.</param>
    /// <param name="cells">The cells to keep, ascending.</param>
    public static CountMatrix Of(CountMatrix matrix, int[] cells)
    {
        if (cells.Length == matrix.CellCount) return matrix;
        var rowStarts = new long[cells.Length + 1];
        for (var row = 0; row < cells.Length; row++) rowStarts[row + 1] = rowStarts[row] + matrix.GenesOf(cells[row]).Length;
        var (genes, values) = (new int[rowStarts[^1]], new float[rowStarts[^1]]);
        for (var row = 0; row < cells.Length; row++)
        {
            matrix.GenesOf(cells[row]).CopyTo(genes.AsSpan((int)rowStarts[row]));
            matrix.ValuesOf(cells[row]).CopyTo(values.AsSpan((int)rowStarts[row]));
        }
        return new CountMatrix([.. cells.Select(cell => matrix.Barcodes[cell])], matrix.GeneIds, matrix.GeneNames, rowStarts, genes, values);
    }

    /// <summary>Keeps the cells that have a count.</summary>
    public static CountMatrix WithCounts(CountMatrix matrix) =>
        Of(matrix, [.. Enumerable.Range(0, matrix.CellCount).Where(cell => !matrix.GenesOf(cell).IsEmpty)]);
}
