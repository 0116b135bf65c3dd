using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Numerics;

/// <summary>Eigenvalues of a small symmetric matrix, by LAPACK in libtorch.</summary>
internal static class SymmetricEigen
{
    /// <summary>Decomposes <c>matrix = V diag(values) V^T</c>.</summary>
    /// <param name="matrix">Symmetric.</param>
    /// <returns>Eigenvectors as columns, and eigenvalues, largest first; negative ones, which are rounding errors, become 0.</returns>
    /// <exception cref="GapFillException">libtorch cannot be loaded.</exception>
    public static (double[,] Vectors, double[] Values) Decompose(double[,] matrix)
    {
        NativeTorch.Require();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (ascending, vectors) = linalg.eigh(tensor(matrix));
        var n = matrix.GetLength(0);
        var sorted = new double[n, n];
        var flat = vectors.flip(1).contiguous().data<double>().ToArray();
        Buffer.BlockCopy(flat, 0, sorted, 0, flat.Length * sizeof(double));
        return (sorted, [.. ascending.flip(0).data<double>().ToArray().Select(value => Math.Max(0, value))]);
    }
}
