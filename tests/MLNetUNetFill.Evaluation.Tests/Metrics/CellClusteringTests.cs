using Microsoft.ML;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class CellClusteringTests
{
    private const int Genes = 60;

    [Fact]
    public void Well_separated_cell_types_are_found()
    {
        int[] types = [.. Enumerable.Range(0, 90).Select(cell => cell % 3)];

        var found = CellClustering.Assign(Cells(types), "Counts", clusters: 3);

        Assert.Equal(1, AdjustedRandIndex.Compute(types, found));
        Assert.All(found, cluster => Assert.InRange(cluster, 0, 2));
    }

    [Fact]
    public void The_same_seed_gives_the_same_clusters()
    {
        var cells = Cells([.. Enumerable.Range(0, 60).Select(cell => cell % 2)]);

        Assert.Equal(CellClustering.Assign(cells, "Counts", 4, restarts: 2, seed: 3), CellClustering.Assign(cells, "Counts", 4, restarts: 2,
            seed: 3));
    }

    [Fact]
    public void Few_cells_are_enough()
    {
        int[] types = [0, 1, 0, 1, 1];

        Assert.Equal(1, AdjustedRandIndex.Compute(types, CellClustering.Assign(Cells(types), "Counts", clusters: 2)));
    }

    [Fact]
    public void It_can_be_stopped()
    {
        var (cells, stopped) = (Cells([0, 1, 0, 1, 1]), new CancellationToken(true));

        Assert.Throws<OperationCanceledException>(() => CellClustering.Assign(cells, "Counts", clusters: 2, cancellationToken: stopped));
        Assert.Throws<OperationCanceledException>(() => CellClustering.KMeans(cells, clusters: 2, restarts: 1, seed: 1, stopped));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void A_number_of_clusters_that_the_cells_cannot_fill_is_refused(int clusters) =>
        Assert.Contains($"clusters is {clusters}; expected 2 to 5", Assert.Throws<ArgumentOutOfRangeException>(() =>
            CellClustering.Assign(Cells([0, 1, 0, 1, 1]), "Counts", clusters)).Message);

    [Fact]
    public void An_unknown_column_is_refused_by_name() =>
        Assert.Contains("'Expression'",
        Assert.Throws<ArgumentOutOfRangeException>(() => CellClustering.Assign(Cells([0, 1]), "Expression", 2)).Message);

    /// <summary>Each type raises its own third of the genes.</summary>
    private static IDataView Cells(int[] types)
    {
        var random = new Random(1);
        return TestCells.View([.. types.Select(type =>
            (float[])[.. Enumerable.Range(0, Genes).Select(gene => random.NextSingle() + (gene % 3 == type ? 4 : 0))])], Genes);
    }
}
