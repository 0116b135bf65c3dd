using MLNetUNetFill.Cells;
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

        Assert.Equal(new KnnMeanBaseline { Neighbours = 5 }.Predict(cells, zeros),
            zeros.Select(entry => filled[entry.Item1 * 20 + entry.Item2]));
    }

    [Fact]
    public void Options_have_ranges()
    {
        Assert.Contains("Neighbours is 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new KnnMeanBaseline { Neighbours = 0 }).Message);
        Assert.Contains("Components is -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new KnnMeanBaseline { Components = -1 }).Message);
    }

    // Two kinds of cells; cell 0 lacks gene 1, and one of its two neighbours shows it.
    private static readonly SparseCells Cells = new(4, [0, 1, 3, 4, 6, 8, 10], [0, 0, 1, 0, 2, 3, 2, 3, 2, 3],
        [5, 5, 2, 5.5f, 6, 6, 6, 6.1f, 6, 6.2f]);

    [Fact]
    public void Neighbours_that_show_the_gene_are_averaged_with_one_gene_mean() =>
        Assert.Equal((2f + 2f) / 2, Assert.Single(new KnnMeanBaseline { Neighbours = 2 }.Predict(Cells, [(0, 1)])));

    [Fact]
    public void Entries_in_any_order_get_their_own_value()
    {
        float mean = (5 + 5 + 5.5f) / 3, threes = (6 + 6.1f + 6.2f) / 3;

        var predicted = new KnnMeanBaseline { Neighbours = 2 }.Predict(Cells, [(5, 3), (0, 0), (3, 0)]);

        Assert.Equal([(6 + 6.1f + threes) / 3, (5 + 5.5f + mean) / 3, mean], predicted, (x, y) => Math.Abs(x - y) < 1e-5);
    }

    [Fact]
    public void Structure_beats_the_gene_mean()
    {
        var counts = Counts.Modules(cells: 120, genes: 60, modules: 3, seed: 8);
        var heldOut = HoldOut.Choose(counts);
        var cells = heldOut.Corrupted.Normalize().Cells;
        (int, int)[] entries = [.. heldOut.Entries.Select(entry => (entry.Cell, entry.Gene))];

        var knn = EntryErrors.Compute(heldOut.Truth(), new KnnMeanBaseline().Predict(cells, entries));
        var mean = EntryErrors.Compute(heldOut.Truth(), GeneMeanBaseline.Predict(cells, entries));

        Assert.True(knn.Rmse < 0.8 * mean.Rmse, $"{knn.Rmse} against {mean.Rmse}");
    }
}
