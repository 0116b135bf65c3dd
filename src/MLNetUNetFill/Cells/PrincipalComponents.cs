using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLNetUNetFill.Cells;

/// <summary>
/// Principal components of a sparse matrix by randomised subspace iteration (Halko, Martinsson and Tropp 2011). The rows are centred
/// implicitly, so the matrix stays sparse. ML.NET's <c>ProjectToPrincipalComponents</c> makes one pass without iterations and its random
/// stream is its own; layouts and baselines need components that are accurate and equal wherever they are computed.
/// </summary>
internal static class PrincipalComponents
{
    private const int Oversampling = 10;
    private const int Iterations = 4;

    /// <summary>Coordinates of the rows on the leading components.</summary>
    /// <param name="matrix">Sparse rows; the mean over the rows is taken off every column.</param>
    /// <param name="rank">Number of components; fewer if the matrix has fewer rows or columns.</param>
    /// <param name="seed">Seed of the starting subspace.</param>
    /// <param name="rowShifts">A value to take off all entries of a row, zeros included, before the columns are centred; empty for
    /// none.</param>
    /// <param name="cancellation">Checked before every pass over the matrix.</param>
    /// <returns>Row-major, rows x components, components by falling variance.</returns>
    public static float[] Scores(SparseCells matrix, int rank, int seed, ReadOnlySpan<double> rowShifts = default,
        CancellationToken cancellation = default)
    {
        int rows = matrix.CellCount, columns = matrix.GeneCount;
        var width = Math.Min(rank + Oversampling, Math.Min(rows, columns));
        rank = Math.Min(rank, width);
        var columnShifts = ColumnShifts(matrix, rowShifts);

        var random = new SplitMix64(seed);
        var right = new double[columns * width];
        foreach (ref var value in right.AsSpan()) value = random.NextGaussian();
        var left = new double[rows * width];
        for (var iteration = 0; iteration <= Iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            Multiply(matrix, rowShifts, columnShifts, right, left, width);
            Orthonormalize(left, width);
            cancellation.ThrowIfCancellationRequested();
            MultiplyTransposed(matrix, rowShifts, columnShifts, left, right, width);
            if (iteration < Iterations) Orthonormalize(right, width);
        }

        // left is orthonormal and X^T left = right; the rotation that makes right's columns orthogonal turns left into singular vectors.
        var (rotation, variances) = Gram(right, width);
        var scores = new float[rows * rank];
        for (var row = 0; row < rows; row++)
            for (var component = 0; component < rank; component++)
            {
                double sum = 0;
                for (var k = 0; k < width; k++) sum += left[row * width + k] * rotation[k, component];
                scores[row * rank + component] = (float)(sum * Math.Sqrt(variances[component]));
            }
        return scores;
    }

    private static double[] ColumnShifts(SparseCells matrix, ReadOnlySpan<double> rowShifts)
    {
        var shifts = new double[matrix.GeneCount];
        for (var i = 0; i < matrix.Values.Length; i++) shifts[matrix.Genes[i]] += matrix.Values[i];
        TensorPrimitives.Subtract(shifts, TensorPrimitives.Sum(rowShifts), shifts);
        TensorPrimitives.Divide(shifts, Math.Max(1, matrix.CellCount), shifts);
        return shifts;
    }

    /// <summary><c>left = X right</c> for the centred X.</summary>
    private static void Multiply(SparseCells matrix, ReadOnlySpan<double> rowShifts, double[] columnShifts, double[] right, double[] left,
        int width)
    {
        Span<double> total = new double[width], shift = new double[width];
        for (var column = 0; column < matrix.GeneCount; column++)
        {
            var source = right.AsSpan(column * width, width);
            TensorPrimitives.Add(total, source, total);
            TensorPrimitives.MultiplyAdd(source, columnShifts[column], shift, shift);
        }
        for (var row = 0; row < matrix.CellCount; row++)
        {
            var target = left.AsSpan(row * width, width);
            TensorPrimitives.Negate(shift, target);
            if (!rowShifts.IsEmpty) TensorPrimitives.MultiplyAdd(total, -rowShifts[row], target, target);
            for (var i = matrix.RowStarts[row]; i < matrix.RowStarts[row + 1]; i++)
                TensorPrimitives.MultiplyAdd(right.AsSpan(matrix.Genes[i] * width, width), matrix.Values[i], target, target);
        }
    }

    /// <summary><c>right = X^T left</c> for the centred X.</summary>
    private static void MultiplyTransposed(SparseCells matrix, ReadOnlySpan<double> rowShifts, double[] columnShifts, double[] left,
        double[] right, int width)
    {
        Span<double> total = new double[width], shift = new double[width];
        Array.Clear(right);
        for (var row = 0; row < matrix.CellCount; row++)
        {
            var source = left.AsSpan(row * width, width);
            TensorPrimitives.Add(total, source, total);
            if (!rowShifts.IsEmpty) TensorPrimitives.MultiplyAdd(source, rowShifts[row], shift, shift);
            for (var i = matrix.RowStarts[row]; i < matrix.RowStarts[row + 1]; i++)
            {
                var target = right.AsSpan(matrix.Genes[i] * width, width);
                TensorPrimitives.MultiplyAdd(source, matrix.Values[i], target, target);
            }
        }
        for (var column = 0; column < matrix.GeneCount; column++)
        {
            var target = right.AsSpan(column * width, width);
            TensorPrimitives.MultiplyAdd(total, -columnShifts[column], target, target);
            TensorPrimitives.Subtract(target, shift, target);
        }
    }

    /// <summary>Replaces a panel by an orthonormal basis of its columns; directions without weight become 0.</summary>
    private static void Orthonormalize(double[] panel, int width)
    {
        var (rotation, squares) = Gram(panel, width);
        var floor = squares[0] * 1e-14;
        for (var k = 0; k < width; k++)
        {
            var factor = squares[k] > floor ? 1 / Math.Sqrt(squares[k]) : 0;
            for (var i = 0; i < width; i++) rotation[i, k] *= factor;
        }
        Span<double> rotated = new double[width];
        for (var start = 0; start < panel.Length; start += width)
        {
            var row = panel.AsSpan(start, width);
            rotated.Clear();
            for (var i = 0; i < width; i++)
                TensorPrimitives.MultiplyAdd(MemoryMarshal.CreateReadOnlySpan(ref rotation[i, 0], width), row[i], rotated, rotated);
            rotated.CopyTo(row);
        }
    }

    private static (double[,] Vectors, double[] Values) Gram(double[] panel, int width)
    {
        var gram = new double[width, width];
        for (var start = 0; start < panel.Length; start += width)
        {
            var row = panel.AsSpan(start, width);
            for (var i = 0; i < width; i++)
            {
                var target = MemoryMarshal.CreateSpan(ref gram[i, 0], width);
                TensorPrimitives.MultiplyAdd(row, row[i], target, target);
            }
        }
        return SymmetricEigen.Decompose(gram);
    }
}
