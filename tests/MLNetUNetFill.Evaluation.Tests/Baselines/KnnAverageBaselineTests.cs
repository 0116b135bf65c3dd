using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class KnnAverageBaselineTests
{
    [Fact]
    public void Every_entry_becomes_the_mean_of_the_neighbours_without_the_cell_itself()
    {
        var counts = Counts.Modules(cells: 20, genes: 6, modules: 2, seed: 3);
        var x = Naive.Log1pCp10k(Naive.Dense(counts));

        var filled = new KnnAverageBaseline { Neighbours = 4, Components = 6 }.Impute(counts, default).Filled;

        Naive.AssertEqual([.. x.Select((row, cell) =>
            row.Select((_, gene) => Naive.ByDistance(x, cell)[1..5].Average(other => x[other][gene])).ToArray())], filled);
    }

    [Fact]
    public void A_cell_alone_keeps_its_values()
    {
        var counts = Counts.Of([1, 0, 3]);

        Naive.AssertEqual(Naive.Log1pCp10k(Naive.Dense(counts)), new KnnAverageBaseline().Impute(counts, default).Filled);
    }
}
