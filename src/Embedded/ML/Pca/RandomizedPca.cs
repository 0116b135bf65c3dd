using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Randomized PCA with one subspace iteration (Halko, Martinsson and Tropp, SIAM Review 53, 2011, algorithms 4.4 and 5.3).
/// The rows are streamed three times; the memory is O(dimension x (rank + oversampling)).
/// </summary>
internal static class RandomizedPca
{
    /// <summary>Computes the leading components (rank x dimension, orthonormal, by descending variance) and the mean (zero if not centred).</summary>
    internal static float[][] Fit(int dimension, int rank, int oversampling, bool center, Random random, Action<VectorAction> forEachRow, out float[] mean)
    {
        int width = Math.Min(rank + oversampling, dimension);
        var basis = new float[width][];
        for (int i = 0; i < width; i++)
            basis[i] = Gaussian(dimension, random);

        mean = [];
        float[][] image = basis;
        const int passes = 3;
        for (int pass = 0; pass < passes; pass++)
        {
            if (pass > 0)
                basis = Orthonormalize(image);
            image = ApplyCovariance(basis, dimension, center, forEachRow, out mean);
        }
        return RayleighRitz(basis, image, rank);
    }

    /// <summary>Returns A b for every row b of the basis, where A is the covariance matrix of the rows, which is never formed.</summary>
    private static float[][] ApplyCovariance(float[][] basis, int dimension, bool center, Action<VectorAction> forEachRow, out float[] mean)
    {
        var image = basis.Select(_ => new float[dimension]).ToArray();
        var sum = new float[dimension];
        double totalWeight = 0;
        forEachRow((values, weight) =>
        {
            totalWeight += weight;
            if (center)
                TensorPrimitives.MultiplyAdd(values, weight, sum, sum);
            for (int i = 0; i < basis.Length; i++)
                TensorPrimitives.MultiplyAdd(values, weight * TensorPrimitives.Dot(values, basis[i]), image[i], image[i]);
        });

        if (!(totalWeight > 0))
            throw new InvalidOperationException("Principal component analysis found no row with finite values and a positive weight.");
        float scale = (float)(1 / totalWeight);
        TensorPrimitives.Multiply(sum, scale, sum);
        for (int i = 0; i < basis.Length; i++)
        {
            TensorPrimitives.Multiply(image[i], scale, image[i]);
            if (center)
                TensorPrimitives.MultiplyAdd(sum, -TensorPrimitives.Dot<float>(sum, basis[i]), image[i], image[i]);
        }
        mean = sum;
        return image;
    }

    /// <summary>Modified Gram-Schmidt, each vector cleaned twice; a vector that depends on its predecessors becomes zero.</summary>
    private static float[][] Orthonormalize(float[][] vectors)
    {
        float largest = vectors.Max(v => TensorPrimitives.Norm<float>(v));
        for (int i = 0; i < vectors.Length; i++)
        {
            var v = vectors[i];
            float before = TensorPrimitives.Norm<float>(v);
            for (int round = 0; round < 2; round++)
                for (int j = 0; j < i; j++)
                    TensorPrimitives.MultiplyAdd(vectors[j], -TensorPrimitives.Dot<float>(v, vectors[j]), v, v);
            float norm = TensorPrimitives.Norm<float>(v);
            bool independent = norm > 1e-5f * before && norm > 1e-9f * largest;
            TensorPrimitives.Multiply(v, independent ? 1 / norm : 0, v);
        }
        return vectors;
    }

    /// <summary>Diagonalises the covariance within the span of the basis and rotates the basis to its leading eigenvectors.</summary>
    private static float[][] RayleighRitz(float[][] basis, float[][] image, int rank)
    {
        int width = basis.Length;
        var projected = new double[width, width];
        for (int i = 0; i < width; i++)
            for (int j = i; j < width; j++)
            {
                double forward = TensorPrimitives.Dot<float>(basis[i], image[j]);
                double backward = TensorPrimitives.Dot<float>(basis[j], image[i]);
                projected[i, j] = projected[j, i] = (forward + backward) / 2;
            }

        SymmetricEigen.Decompose(projected, out var rotation);
        var components = new float[rank][];
        for (int i = 0; i < rank; i++)
        {
            components[i] = new float[basis[0].Length];
            for (int j = 0; j < width; j++)
                TensorPrimitives.MultiplyAdd(basis[j], (float)rotation[i, j], components[i], components[i]);
        }
        return components;
    }

    private static float[] Gaussian(int length, Random random)
    {
        var values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }
}
