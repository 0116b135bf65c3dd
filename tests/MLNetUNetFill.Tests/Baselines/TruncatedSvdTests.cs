using MLNetUNetFill.Baselines;
using MLNetUNetFill.Tests.Network;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Baselines;

[Collection(TorchCollection.Name)]
public sealed class TruncatedSvdTests
{
    [Fact]
    public void A_diagonal_matrix_has_its_entries_as_singular_values()
    {
        using var scope = NewDisposeScope();
        double[] diagonal = [1, 7, 3, 5];

        var svd = TruncatedSvd.Decompose(tensor((double[])[1, 0, 0, 0, 0, 7, 0, 0, 0, 0, 3, 0, 0, 0, 0, 5], [4, 4]), 3, 2, seed: 0);

        Assert.Equal(diagonal.OrderDescending().Take(3), svd.Values, (x, y) => Math.Abs(x - y) < 1e-9);
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-9)]
    [InlineData(ScalarType.Float32, 1e-4)]
    public void A_matrix_of_low_rank_is_rebuilt(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var random = new Random(2);
        Tensor Random(long rows, long columns) =>
            tensor([.. Enumerable.Range(0, (int)(rows * columns)).Select(_ => random.NextDouble())], [rows, columns], type);
        var matrix = Random(30, 3).matmul(Random(3, 20));

        var svd = TruncatedSvd.Decompose(matrix, 5, 1, seed: 0);

        Assert.True(svd.Rebuild(svd.Values).allclose(matrix, rtol: 0, atol: tolerance));
        Assert.True((svd.Left.t().matmul(svd.Left)).narrow(0, 0, 3).narrow(1, 0, 3).allclose(tensor((double[])[1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3], type), rtol: 0, atol: tolerance));
        Assert.Equal(5, svd.Values.Length);
    }

    [Fact]
    public void Fewer_values_rebuild_less()
    {
        using var scope = NewDisposeScope();

        var svd = TruncatedSvd.Decompose(tensor((double[])[4, 0, 0, 0, 2, 0], [2, 3]), 2, 1, seed: 0);

        Assert.True(svd.Rebuild([1]).allclose(tensor((double[])[1, 0, 0, 0, 0, 0], [2, 3]), rtol: 0, atol: 1e-9));
    }
}
