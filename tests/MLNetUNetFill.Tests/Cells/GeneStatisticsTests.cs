using MLNetUNetFill.Cells;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Cells;

public sealed class GeneStatisticsTests
{
    [Fact]
    public void Statistics_agree_with_two_passes_over_the_dense_matrix() => ForAll.Seeds(seed =>
    {
        var counts = Counts.Random(seed);
        var statistics = Measure(counts);
        return Enumerable.Range(0, counts.GeneCount).All(gene =>
        {
            double[] values = [.. Enumerable.Range(0, counts.CellCount)
                .Select(cell => (double)LibrarySize.Log1pCp10k(counts[cell, gene], counts.LibrarySize(cell)))];
            var mean = values.Average();
            return statistics.Detected(gene) == values.Count(value => value > 0)
                && Near(statistics.Variance(gene), values.Average(value => (value - mean) * (value - mean)));
        });
    });

    [Fact]
    public void The_variance_of_a_large_constant_is_zero()
    {
        var statistics = new GeneStatistics(1);
        for (var cell = 0; cell < 100_000; cell++) statistics.Add([0], [1e6f], 1e6);

        Assert.InRange(statistics.Variance(0), 0, 1e-12);
    }

    [Fact]
    public void Cells_without_counts_count_as_cells()
    {
        var statistics = new GeneStatistics(2);
        statistics.Add([0], [5], 5);
        statistics.Add([], [], 0);

        Assert.Equal(2, statistics.CellCount);
        Assert.Equal(Math.Pow(Math.Log(10_001) / 2, 2), statistics.Variance(0), 1e-5);
        Assert.Equal(0, statistics.Variance(1));
    }

    internal static GeneStatistics Measure(CountMatrix counts)
    {
        var statistics = new GeneStatistics(counts.GeneCount);
        for (var cell = 0; cell < counts.CellCount; cell++) statistics.Add(counts.GenesOf(cell), counts.ValuesOf(cell),
            counts.LibrarySize(cell));
        return statistics;
    }

    private static bool Near(double actual, double expected) => Math.Abs(actual - expected) < 1e-6;
}
