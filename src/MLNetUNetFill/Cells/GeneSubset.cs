namespace MLNetUNetFill.Cells;

/// <summary>A matrix with some of its genes.</summary>
internal static class GeneSubset
{
    /// <summary>Keeps genes.</summary>
    /// <param name="matrix">Cells x genes.</param>
    /// <param name="genes">The genes to keep, ascending.</param>
    public static CountMatrix Of(CountMatrix matrix, int[] genes)
    {
        var rowStarts = new long[matrix.CellCount + 1];
        var kept = new List<int>();
        var values = new List<float>();
        for (var cell = 0; cell < matrix.CellCount; cell++)
        {
            var present = matrix.GenesOf(cell);
            for (var i = 0; i < present.Length; i++)
            {
                if (Array.BinarySearch(genes, present[i]) is not (>= 0 and var column)) continue;
                kept.Add(column);
                values.Add(matrix.ValuesOf(cell)[i]);
            }
            rowStarts[cell + 1] = values.Count;
        }
        return new CountMatrix(matrix.Barcodes,
            [.. genes.Select(gene => matrix.GeneIds[gene])], [.. genes.Select(gene => matrix.GeneNames[gene])], rowStarts, [.. kept], [.. values]);
    }
}
