using System.Numerics.Tensors;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>Dense matrices, cells x genes, row by row: the form of every method's result.</summary>
internal static class DenseCells
{
    /// <summary>A matrix of zeros.</summary>
    /// <exception cref="GapFillException">It would have more entries than an array can.</exception>
    public static float[] Zeros(int cells, int genes)
    {
        if ((long)cells * genes > Array.MaxLength)
            throw new GapFillException($"{cells} cells x {genes} genes are {(long)cells * genes} entries; expected at most "
                + $"{Array.MaxLength}: choose fewer genes.");
        return new float[cells * genes];
    }

    /// <summary>The observed values, 0 elsewhere.</summary>
    public static float[] FromSparse(SparseCells cells)
    {
        var matrix = Zeros(cells.CellCount, cells.GeneCount);
        RestoreObserved(cells, matrix);
        return matrix;
    }

    /// <summary>Puts the observed values back into their places.</summary>
    public static void RestoreObserved(SparseCells cells, float[] matrix)
    {
        for (var cell = 0; cell < cells.CellCount; cell++) cells.Scatter(cell, matrix.AsSpan(cell * cells.GeneCount, cells.GeneCount));
    }

    /// <summary>Rates of any scale to log1p CP10k, in place: <c>log1p(1e4 * rate / sum over the cell's genes)</c>.</summary>
    /// <param name="rates">Not negative.</param>
    /// <param name="genes">Number of genes.</param>
    public static void Log1pCp10k(float[] rates, int genes)
    {
        for (var start = 0; start < rates.Length; start += genes)
        {
            var row = rates.AsSpan(start, genes);
            var total = TensorPrimitives.Sum(row);
            if (total <= 0) continue;
            TensorPrimitives.Multiply(row, (float)LibrarySize.Target / total, row);
            TensorPrimitives.LogP1(row, row);
        }
    }
}
