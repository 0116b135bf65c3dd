namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>
/// How many of the zeros a filled matrix keeps. Many are biological, and a method that fills them all blurs cell types. A method that
/// returns expected values leaves hardly any exact zero, so an entry counts as zero while it stands for less than a tenth of a molecule in
/// its cell:
/// <c>filled &lt; log1p(1e4 * 0.1 / library)</c>.
/// </summary>
internal static class ZerosKept
{
    private const float Molecules = 0.1f;

    /// <summary>The share of the zeros that stay.</summary>
    /// <param name="counts">The counts that were filled.</param>
    /// <param name="filled">log1p CP10k, cells x genes, row by row.</param>
    /// <returns>In [0, 1]; NaN for a matrix without zeros.</returns>
    public static double Share(CountMatrix counts, ReadOnlySpan<float> filled)
    {
        long zeros = 0, kept = 0;
        var observed = new float[counts.GeneCount];
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            var row = filled.Slice(cell * counts.GeneCount, counts.GeneCount);
            var limit = LibrarySize.Log1pCp10k(Molecules, counts.LibrarySize(cell));
            counts.Cells.CopyTo(cell, observed);
            for (var gene = 0; gene < row.Length; gene++)
            {
                if (observed[gene] != 0) continue;
                zeros++;
                // A cell without counts has no scale: its limit is 0.
                if (row[gene] < limit || row[gene] == 0) kept++;
            }
        }
        return (double)kept / zeros;
    }
}
