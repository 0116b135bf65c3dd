using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

[Collection(TorchCollection.Name)]
public sealed class LowRankCellsTests
{
    private const int Cells = 30, Genes = 12;

    [Fact]
    public void A_complete_matrix_of_rank_one_loses_15_percent_to_the_threshold()
    {
        var (cells, moments, z) = RankOne(_ => false);

        var completed = LowRankCells.Complete(cells, moments, default);

        for (var i = 0; i < z.Length; i++) Assert.Equal(0.85 * z[i], completed[i], 1e-4);
    }

    [Fact]
    public void A_missing_entry_is_drawn_to_what_the_others_say()
    {
        var (cells, moments, z) = RankOne(i => i == 3 * Genes + 2);

        var completed = LowRankCells.Complete(cells, moments, default);

        Assert.InRange(completed[3 * Genes + 2] / z[3 * Genes + 2], 0.6, 0.9);
    }

    /// <summary>Deviations from the genes' means that are a cell's factor times a gene's.</summary>
    private static (SparseCells, GeneMoments, double[]) RankOne(Func<int, bool> isMissing)
    {
        var z = Enumerable.Range(0, Cells * Genes).Select(i => (1 + i / Genes % 5) * (i % Genes - 5.5) / 10).ToArray();
        var present = Enumerable.Range(0, z.Length).Where(i => !isMissing(i)).ToArray();
        int[] rowStarts = [.. Enumerable.Range(0, Cells + 1).Select(cell => present.Count(i => i < cell * Genes))];
        var moments = new GeneMoments([.. Enumerable.Repeat(5f, Genes)], [.. Enumerable.Repeat(0.5f, Genes)],
            [.. Enumerable.Repeat(1f, Genes)], [], [], []);
        return (new SparseCells(Genes, rowStarts, [.. present.Select(i => i % Genes)], [.. present.Select(i => (float)(5 + 0.5 * z[i]))]),
            moments, z);
    }
}
