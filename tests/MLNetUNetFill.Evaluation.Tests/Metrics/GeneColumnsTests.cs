using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class GeneColumnsTests
{
    [Fact]
    public void Columns_are_centred_and_of_length_one_and_constants_are_none()
    {
        var columns = GeneColumns.Standardized(Counts.Of([1, 7, 0], [3, 7, 0], [5, 7, 4]), [0, 1, 2]);

        Assert.Equal([-1 / Math.Sqrt(2), 0, 1 / Math.Sqrt(2)], columns[0]!.Select(value => (double)value), Near);
        Assert.Null(columns[1]);
        Assert.Equal([-1 / Math.Sqrt(6), -1 / Math.Sqrt(6), 2 / Math.Sqrt(6)], columns[2]!.Select(value => (double)value), Near);
    }

    [Fact]
    public void Sparse_and_dense_matrices_give_the_same() => ForAll.Seeds(seed =>
    {
        var counts = Counts.Random(seed);
        float[] dense = [.. Enumerable.Range(0, counts.CellCount).SelectMany(cell => TestCells.Dense(counts, cell))];
        int[] genes = [7, 1, 4];
        var (sparse, full) = (GeneColumns.Standardized(counts, genes), GeneColumns.Standardized(dense, counts.CellCount, genes));
        return sparse.Zip(full).All(pair => pair.First is null ? pair.Second is null : pair.First.SequenceEqual(pair.Second!));
    });

    private static readonly IEqualityComparer<double> Near = EqualityComparer<double>.Create((a, b) => Math.Abs(a - b) < 1e-6, _ => 0);
}
