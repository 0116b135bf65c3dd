using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class GeneCorrelationFidelityTests
{
    [Fact]
    public void Correlations_that_change_sides_are_counted()
    {
        // Gene-gene correlations (1, -1, -1) before and (-1, -1, 1) after; the last gene is constant in one of them.
        var before = Counts.Of([1, 1, 4, 5], [2, 2, 3, 5], [3, 3, 2, 5], [4, 4, 1, 5]);
        var after = Counts.Of([1, 4, 4, 1], [2, 3, 3, 2], [3, 2, 2, 3], [4, 1, 1, 4]);

        var fidelity = GeneCorrelationFidelity.Compute(before, after, [0, 1, 2, 3]);

        Assert.Equal(-0.5, fidelity.Pearson, 1e-5);
        Assert.Equal(Math.Sqrt(8.0 / 3), fidelity.Rmse, 1e-5);
        Assert.Equal(3, fidelity.Genes);
    }

    [Fact]
    public void Scaling_a_matrix_changes_nothing() => ForAll.Seeds(seed =>
    {
        var counts = Counts.Random(seed, cells: 20);
        var scaled = new float[20][];
        for (var cell = 0; cell < 20; cell++) scaled[cell] = [.. Enumerable.Range(0, 9).Select(gene => counts[cell, gene] * (gene + 1))];
        var fidelity = GeneCorrelationFidelity.Compute(counts, Counts.Of(scaled), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        return fidelity.Pearson > 0.999999 && fidelity.Rmse < 1e-5;
    });

    [Fact]
    public void Other_cells_are_refused() =>
        Assert.Throws<ArgumentException>(() => GeneCorrelationFidelity.Compute(Counts.Of([1, 2]), Counts.Of([1, 2], [3, 4]), [0, 1]));
}
