namespace MLNetUNetFill.Cells;

/// <summary>The observed values in the unit of the filled ones.</summary>
internal static class LogNormalized
{
    /// <summary>log1p CP10k of raw counts, the same entries.</summary>
    public static CountMatrix Of(CountMatrix counts)
    {
        var rowStarts = new long[counts.CellCount + 1];
        var genes = new int[counts.NonZeroCount];
        var values = new float[counts.NonZeroCount];
        var at = 0;
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            var library = counts.LibrarySize(cell);
            counts.GenesOf(cell).CopyTo(genes.AsSpan(at));
            foreach (var count in counts.ValuesOf(cell)) values[at++] = LibrarySize.Log1pCp10k(count, library);
            rowStarts[cell + 1] = at;
        }
        return new CountMatrix(counts.Barcodes, counts.GeneIds, counts.GeneNames, rowStarts, genes, values);
    }
}
