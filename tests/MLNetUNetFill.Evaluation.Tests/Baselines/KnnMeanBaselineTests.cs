using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class KnnMeanBaselineTests
{
    [Fact]
    public void Zeros_get_the_shrunken_mean_of_the_neighbours_that_show_the_gene()
    {
        var counts = Counts.Modules(cells: 20, genes: 6, modules: 2, seed: 3);
        var x = Naive.Log1pCp10k(Naive.Dense(counts));

        var filled = new KnnMeanBaseline { Neighbours = 4, Components = 6 }.Impute(counts, default).Filled;

        double Expected(int cell, int gene)
        {
            double[] seen = [.. Naive.ByDistance(x, cell)[1..5].Select(other => x[other][gene]).Where(value => value > 0)];
            return (seen.Sum() + Naive.MeanOfNonZeros(x.Select(row => row[gene]))) / (seen.Length + 1);
        }
        Naive.AssertEqual([.. x.Select((row, cell) => row.Select((value, gene) => value > 0 ? value : Expected(cell, gene)).ToArray())],
            filled);
    }

    [Fact]
    public void It_gives_what_predicting_single_entries_gives()
    {
        var counts = Counts.Random(4, cells: 30, genes: 20);
        var cells = counts.Normalize().Cells;
        (int, int)[] zeros = [.. from cell in Enumerable.Range(0, 30) from gene in Enumerable.Range(0, 20) where counts[cell,
            gene] == 0 select (cell, gene)];

        var filled = new KnnMeanBaseline { Neighbours = 5 }.Impute(counts, default).Filled;

        Assert.Equal(KnnMean.Predict(cells, zeros, neighbours: 5), zeros.Select(entry => filled[entry.Item1 * 20 + entry.Item2]));
    }

    [Fact]
    public void Options_have_ranges()
    {
        Assert.Contains("Neighbours is 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new KnnMeanBaseline { Neighbours = 0 }).Message);
        Assert.Contains("Components is -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new KnnMeanBaseline { Components = -1 }).Message);
    }
}
