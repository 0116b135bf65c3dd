using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class KnnSmoothingBaselineTests
{
    private static readonly CountMatrix Matrix = Counts.Modules(cells: 20, genes: 6, modules: 2, seed: 3);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void Raw_counts_are_summed_over_neighbours_found_on_the_smoothed_ones(int k)
    {
        var filled = new KnnSmoothingBaseline { Neighbours = k, Components = 6, Dither = 0 }.Impute(Matrix, default).Filled;

        Naive.AssertEqual(Naive.Log1pCp10k(Smooth(Naive.Dense(Matrix), k)), filled, 1e-3);
    }

    [Fact]
    public void One_cell_is_the_cell_itself() =>
        Naive.AssertEqual(Naive.Log1pCp10k(Naive.Dense(Matrix)), new KnnSmoothingBaseline { Neighbours = 1 }.Impute(Matrix, default).Filled,
        1e-5);

    [Fact]
    public void More_neighbours_than_cells_sum_all_cells()
    {
        var counts = Naive.Dense(Matrix);
        double[] total = [.. Enumerable.Range(0, 6).Select(gene => counts.Sum(row => row[gene]))];

        var filled = new KnnSmoothingBaseline { Neighbours = 100 }.Impute(Matrix, default).Filled;

        Naive.AssertEqual(Naive.Log1pCp10k([.. counts.Select(_ => total)]), filled, 1e-4);
    }

    [Fact]
    public void Dither_is_finite_and_not_negative() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new KnnSmoothingBaseline { Dither = double.NaN });

    /// <summary>The published algorithm on all dimensions, which leaves distances as they are, without dither.</summary>
    private static double[][] Smooth(double[][] raw, int k)
    {
        var smoothed = raw;
        for (var step = 1; step <= Math.Ceiling(Math.Log2(k)); step++)
        {
            var summed = Math.Min((int)Math.Pow(2, step), k);
            double[] libraries = [.. smoothed.Select(row => row.Sum()).Order()];
            var median = (libraries[9] + libraries[10]) / 2;
            double[][] stabilised = [.. smoothed.Select(row => row.Select(x => x * median / row.Sum()).Select(x => Math.Sqrt(x)
                + Math.Sqrt(x + 1)).ToArray())];
            smoothed = [.. raw.Select((row, cell) =>
                row.Select((_, gene) => Naive.ByDistance(stabilised, cell)[..summed].Sum(other => raw[other][gene])).ToArray())];
        }
        return smoothed;
    }
}
