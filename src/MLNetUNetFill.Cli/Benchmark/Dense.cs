using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Cli.Benchmark;

/// <summary>Dense matrices, cells x genes, row by row.</summary>
internal static class Dense
{
    /// <summary>The observed log1p CP10k of raw counts.</summary>
    public static float[] Log1pCp10k(CountMatrix counts)
    {
        var matrix = new float[counts.CellCount * counts.GeneCount];
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            var library = counts.LibrarySize(cell);
            var genes = counts.GenesOf(cell);
            for (var i = 0; i < genes.Length; i++)
                matrix[cell * counts.GeneCount + genes[i]] = LibrarySize.Log1pCp10k(counts.ValuesOf(cell)[i], library);
        }
        return matrix;
    }
}
