using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Numerics;

/// <summary>
/// Leading right singular vectors of a matrix by randomised subspace iteration (Halko, Martinsson and Tropp, SIAM Review 2011). It starts
/// from the subspace of the previous matrix: in a series of similar matrices only the first needs more than one or two iterations.
/// </summary>
/// <param name="rank">Number of vectors; fewer if the matrix has fewer rows or columns.</param>
/// <param name="seed">Seed of the starting subspace.</param>
internal sealed class SubspaceIteration(int rank, int seed)
{
    private const int Oversampling = 8;

    // Directions this much weaker than the first are rounding errors of single precision.
    private const double RelativeFloor = 1e-10;

    private float[]? _panel;

    /// <summary>Another one, which goes on from where this one is.</summary>
    public SubspaceIteration Copy() => new(rank, seed) { _panel = _panel };

    /// <summary>Adapts the subspace to a matrix.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>, the same number of columns at each call.</param>
    /// <param name="iterations">Number of multiplications by the matrix and its transpose.</param>
    /// <param name="cancellation">Checked before every multiplication.</param>
    /// <returns>The vectors <c>[columns, rank]</c>, orthonormal (0 where the matrix has a lower rank), and the singular values, largest
    /// first.</returns>
    public (Tensor Basis, float[] Values) Refine(Tensor matrix, int iterations, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        long rows = matrix.shape[0], columns = matrix.shape[1], width = Math.Min(rank + Oversampling, Math.Min(rows, columns));
        _panel ??= Gaussian(columns * width);
        var panel = _panel.ToTensor(columns, width).to(matrix.device);
        var transposed = matrix.t();
        for (var i = 0; i < iterations; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (left, _) = Orthonormalize(matrix.mm(panel));
            panel = transposed.mm(left);
        }
        // The left factor is orthonormal: the panel's singular vectors and values are the matrix's.
        var (basis, values) = Orthonormalize(panel);
        _panel = basis.ToManaged();
        var vectors = (int)Math.Min(rank, width);
        return (basis.narrow(1, 0, vectors).contiguous().MoveToOuterDisposeScope(),
            values.narrow(0, 0, vectors).to(ScalarType.Float32).ToManaged());
    }

    /// <summary>Rotates and scales the columns of a panel to its left singular vectors.</summary>
    private static (Tensor Vectors, Tensor Values) Orthonormalize(Tensor panel)
    {
        // In double precision, since squaring the panel squares its condition.
        var exact = panel.to(ScalarType.Float64);
        var (rotation, squares) = SymmetricEigen.Decompose(exact.t().mm(exact));
        var factors = where(squares.gt(squares.narrow(0, 0, 1).Times(RelativeFloor)), squares.rsqrt(), zeros_like(squares));
        return (exact.mm(rotation * factors).to(ScalarType.Float32), squares.sqrt());
    }

    private float[] Gaussian(long length)
    {
        var random = new SplitMix64(seed);
        var values = new float[length];
        for (var i = 0; i < values.Length; i++) values[i] = (float)random.NextGaussian();
        return values;
    }
}

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
        var (vectors, values) = Decompose(matrix.ToTensor());
        return ((double[,])vectors.contiguous().data<double>().ToNDArray(), values.data<double>().ToArray());
    }

    /// <summary>The same on the matrix's device.</summary>
    public static (Tensor Vectors, Tensor Values) Decompose(Tensor matrix)
    {
        var (ascending, vectors) = linalg.eigh(matrix);
        return (vectors.flip(1), ascending.flip(0).AtLeast(0));
    }
}
