using MLNetUNetFill.Numerics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Numerics;

public sealed class SymmetricEigenTests
{
    [Fact]
    public void A_known_matrix_is_decomposed()
    {
        var (vectors, values) = SymmetricEigen.Decompose(new double[,] { { 2, 1 }, { 1, 2 } });

        Assert.Equal(3, values[0], 1e-12);
        Assert.Equal(1, values[1], 1e-12);
        Assert.Equal(vectors[0, 0], vectors[1, 0], 1e-12);
        Assert.Equal(vectors[0, 1], -vectors[1, 1], 1e-12);
    }

    [Fact]
    public void Vectors_and_values_give_the_matrix_back() => ForAll.Seeds(seed =>
    {
        var random = new Random(seed);
        var n = 1 + seed % 12;
        double[,] factor = new double[n, n], matrix = new double[n, n], rebuilt = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) factor[i, j] = random.NextDouble() - 0.5;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var k = 0; k < n; k++) matrix[i, j] += factor[i, k] * factor[j, k];

        var (vectors, values) = SymmetricEigen.Decompose((double[,])matrix.Clone());

        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var k = 0; k < n; k++) rebuilt[i, j] += vectors[i, k] * values[k] * vectors[j, k];
        return matrix.Cast<double>().Zip(rebuilt.Cast<double>()).All(pair => Math.Abs(pair.First - pair.Second) < 1e-10)
            && values.SequenceEqual(values.OrderDescending());
    });
}
