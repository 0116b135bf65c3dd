using System.Numerics.Tensors;

namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>Genes of a matrix as columns over the cells, centred and of length 1, so that a dot product is Pearson's correlation.</summary>
internal static class GeneColumns
{
    /// <summary>The columns, zeros included.</summary>
    /// <param name="matrix">Cells x genes.</param>
    /// <param name="genes">The columns wanted.</param>
    /// <returns>One column per gene wanted; null for a gene that is constant.</returns>
    public static float[]?[] Standardized(SparseCells matrix, ReadOnlySpan<int> genes)
    {
        var (columns, row) = (new float[genes.Length][], new float[matrix.GeneCount]);
        foreach (ref var column in columns.AsSpan()) column = new float[matrix.CellCount];
        for (var cell = 0; cell < matrix.CellCount; cell++)
        {
            matrix.CopyTo(cell, row);
            for (var i = 0; i < genes.Length; i++) columns[i][cell] = row[genes[i]];
        }
        return Array.ConvertAll(columns, Standardize);
    }

    private static float[]? Standardize(float[] column)
    {
        if (!column.AsSpan().ContainsAnyExcept(column[0])) return null;
        TensorPrimitives.Subtract(column, TensorPrimitives.Sum<float>(column) / column.Length, column);
        TensorPrimitives.Divide(column, TensorPrimitives.Norm<float>(column), column);
        return column;
    }
}
