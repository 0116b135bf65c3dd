using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class KnnMeanTests
{
    // Two kinds of cells; cell 0 lacks gene 1, and one of its two neighbours shows it.
    private static readonly SparseCells Cells = new(4, [0, 1, 3, 4, 6, 8, 10], [0, 0, 1, 0, 2, 3, 2, 3, 2, 3],
        [5, 5, 2, 5.5f, 6, 6, 6, 6.1f, 6, 6.2f]);

    [Fact]
    public void Neighbours_that_show_the_gene_are_averaged_with_one_gene_mean() =>
        Assert.Equal((2f + 2f) / 2, Assert.Single(KnnMean.Predict(Cells, [(0, 1)], neighbours: 2)));

    [Fact]
    public void Entries_in_any_order_get_their_own_value()
    {
        float mean = (5 + 5 + 5.5f) / 3, threes = (6 + 6.1f + 6.2f) / 3;

        var predicted = KnnMean.Predict(Cells, [(5, 3), (0, 0), (3, 0)], neighbours: 2);

        Assert.Equal([(6 + 6.1f + threes) / 3, (5 + 5.5f + mean) / 3, mean], predicted, (x, y) => Math.Abs(x - y) < 1e-5);
    }

    [Fact]
    public void Structure_beats_the_gene_mean()
    {
        var counts = Counts.Modules(cells: 120, genes: 60, modules: 3, seed: 8);
        var heldOut = MLNetUNetFill.Evaluation.HoldOut.Choose(counts);
        var cells = heldOut.Corrupted.Normalize().Cells;
        (int, int)[] entries = [.. heldOut.Entries.Select(entry => (entry.Cell, entry.Gene))];

        var knn = MLNetUNetFill.Evaluation.EntryErrors.Compute(heldOut.Truth(), KnnMean.Predict(cells, entries));
        var mean = MLNetUNetFill.Evaluation.EntryErrors.Compute(heldOut.Truth(), GeneMean.Predict(cells, entries));

        Assert.True(knn.Rmse < 0.8 * mean.Rmse, $"{knn.Rmse} against {mean.Rmse}");
    }
}
