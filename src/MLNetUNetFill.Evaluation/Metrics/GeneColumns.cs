using System.Numerics.Tensors;

namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>Genes of a matrix as columns over the cells, centred and of length 1, so that a dot product is Pearson's correlation.</summary>
internal static class GeneColumns
{
    /// <summary>Columns of a sparse matrix, zeros included.</summary>
    /// <param name="matrix">Cells x genes.</param>
    /// <param name="genes">The columns wanted.</param>
    /// <returns>One column per gene wanted; null for a gene that is constant.</returns>
    public static float[]?[] Standardized(CountMatrix matrix, ReadOnlySpan<int> genes)
    {
        var columns = Empty(genes.Length, matrix.CellCount);
        var row = new float[matrix.GeneCount];
        for (var cell = 0; cell < matrix.CellCount; cell++)
        {
            matrix.Cells.CopyTo(cell, row);
            for (var i = 0; i < genes.Length; i++) columns[i][cell] = row[genes[i]];
        }
        return Standardize(columns);
    }

    /// <summary>Columns of a dense matrix.</summary>
    /// <param name="matrix">Cells x genes, row by row.</param>
    /// <param name="cellCount">Number of cells.</param>
    /// <param name="genes">The columns wanted.</param>
    /// <returns>One column per gene wanted; null for a gene that is constant.</returns>
    public static float[]?[] Standardized(ReadOnlySpan<float> matrix, int cellCount, ReadOnlySpan<int> genes)
    {
        var columns = Empty(genes.Length, cellCount);
        for (var cell = 0; cell < cellCount; cell++)
        {
            var row = matrix.Slice(cell * (matrix.Length / cellCount), matrix.Length / cellCount);
            for (var i = 0; i < genes.Length; i++) columns[i][cell] = row[genes[i]];
        }
        return Standardize(columns);
    }

    private static float[][] Empty(int columns, int cells) => [.. Enumerable.Range(0, columns).Select(_ => new float[cells])];

    private static float[]?[] Standardize(float[][] columns) => Array.ConvertAll(columns, Standardize);

    private static float[]? Standardize(float[] column)
    {
        if (!column.AsSpan().ContainsAnyExcept(column[0])) return null;
        TensorPrimitives.Subtract(column, TensorPrimitives.Sum<float>(column) / column.Length, column);
        TensorPrimitives.Divide(column, TensorPrimitives.Norm<float>(column), column);
        return column;
    }
}
