using MLNetUNetFill.Expression;
using MLNetUNetFill.Masking;
using static TorchSharp.torch;

namespace MLNetUNetFill.Baselines;

/// <summary>
/// The leading part of a dense matrix, <c>Left diag(Values) Right^T</c>, by randomised subspace iteration (Halko, Martinsson and Tropp 2011)
/// on libtorch, in the element type of the matrix. Nothing is centred.
/// </summary>
/// <param name="Left">Orthonormal columns, <c>[rows, rank]</c>.</param>
/// <param name="Values">Singular values, largest first.</param>
/// <param name="Right">Orthonormal columns, <c>[columns, rank]</c>; 0 where the singular value is.</param>
internal sealed record TruncatedSvd(Tensor Left, double[] Values, Tensor Right)
{
    private const int Oversampling = 10;

    /// <summary>Decomposes. The tensors belong to the caller's dispose scope.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="rank">How many singular values; fewer if the matrix has fewer rows or columns.</param>
    /// <param name="iterations">Subspace iterations: more of them tell near singular values better apart.</param>
    /// <param name="seed">Seed of the starting subspace.</param>
    public static TruncatedSvd Decompose(Tensor matrix, int rank, int iterations, int seed)
    {
        using var scope = NewDisposeScope();
        var smaller = (int)Math.Min(matrix.shape[0], matrix.shape[1]);
        var width = Math.Min(rank + Oversampling, smaller);
        rank = Math.Min(rank, smaller);

        var transposed = matrix.t();
        var left = Orthonormal(matrix.matmul(Gaussian(matrix.shape[1], width, seed, matrix.dtype)));
        for (var i = 0; i < iterations; i++)
            left = Orthonormal(matrix.matmul(Orthonormal(transposed.matmul(left))));

        // left is orthonormal and X^T left = right; the rotation that makes right's columns orthogonal turns left into singular vectors.
        var right = transposed.matmul(left);
        var (rotation, squares) = Gram(right);
        var values = squares[..rank].Select(Math.Sqrt).ToArray();
        var kept = new double[width, rank];
        var scaled = new double[width, rank];
        for (var k = 0; k < rank; k++)
            for (var i = 0; i < width; i++)
            {
                kept[i, k] = rotation[i, k];
                scaled[i, k] = values[k] > 0 ? rotation[i, k] / values[k] : 0;
            }
        return new TruncatedSvd(left.matmul(Small(kept, matrix.dtype)).MoveToOuterDisposeScope(), values,
            right.matmul(Small(scaled, matrix.dtype)).MoveToOuterDisposeScope());
    }

    /// <summary>The part of the matrix that given singular values make, <c>[rows, columns]</c>.</summary>
    /// <param name="values">Singular values to use in place of <see cref="Values"/>; the rest count as 0.</param>
    public Tensor Rebuild(ReadOnlySpan<double> values)
    {
        using var scope = NewDisposeScope();
        var weights = new double[Values.Length];
        values.CopyTo(weights);
        return (Left * tensor(weights, Left.dtype)).matmul(Right.t()).MoveToOuterDisposeScope();
    }

    /// <summary>An orthonormal basis of the columns; directions without weight become 0.</summary>
    private static Tensor Orthonormal(Tensor panel)
    {
        var (rotation, squares) = Gram(panel);
        var width = squares.Length;
        for (var k = 0; k < width; k++)
        {
            var factor = squares[k] > squares[0] * 1e-14 ? 1 / Math.Sqrt(squares[k]) : 0;
            for (var i = 0; i < width; i++) rotation[i, k] *= factor;
        }
        return panel.matmul(Small(rotation, panel.dtype));
    }

    private static (double[,] Vectors, double[] Values) Gram(Tensor panel)
    {
        using var precise = panel.to(ScalarType.Float64);
        using var product = precise.t().matmul(precise);
        var width = (int)product.shape[0];
        var gram = new double[width, width];
        Buffer.BlockCopy(product.data<double>().ToArray(), 0, gram, 0, width * width * sizeof(double));
        return SymmetricEigen.Decompose(gram);
    }

    private static Tensor Small(double[,] matrix, ScalarType type) =>
        tensor(matrix.Cast<double>().ToArray(), [matrix.GetLength(0), matrix.GetLength(1)], type);

    // Our own stream: libtorch's differs between its versions.
    private static Tensor Gaussian(long rows, long columns, int seed, ScalarType type)
    {
        var random = new SplitMix64(seed);
        var values = new double[rows * columns];
        foreach (ref var value in values.AsSpan()) value = random.NextGaussian();
        return tensor(values, [rows, columns], type);
    }
}
