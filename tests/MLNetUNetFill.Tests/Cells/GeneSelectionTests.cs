using MLNetUNetFill.Cells;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Cells;

public sealed class GeneSelectionTests
{
    // Genes: constant; rare; twice the same swing; a smaller swing; never seen.
    private static readonly GeneStatistics Statistics = GeneStatisticsTests.Measure(Counts.Of(
        [50, 9, 40, 40, 2, 0],
        [50, 0, 1, 1, 3, 0],
        [50, 0, 40, 40, 2, 0],
        [50, 0, 1, 1, 3, 0]));

    [Fact]
    public void The_most_variable_detected_genes_are_taken_in_their_own_order() =>
        Assert.Equal([2, 3, 4], GeneSelection.MostVariable(Statistics, 3, 0.5));

    [Fact]
    public void Of_equally_variable_genes_the_first_wins() => Assert.Equal([1, 2], GeneSelection.MostVariable(Statistics, 2, 0));

    [Fact]
    public void Genes_never_detected_are_no_candidates() => Assert.Equal([0, 1, 2, 3, 4], GeneSelection.MostVariable(Statistics, 6, 0));

    [Fact]
    public void Zero_takes_every_gene_that_any_cell_shows() =>
        Assert.Equal([0, 1, 2, 3, 4], GeneSelection.MostVariable(Statistics, 0, 0.5));

    [Theory]
    [InlineData(0.5, "50 %")]
    [InlineData(0.9999, "99.99 %")]
    [InlineData(0.55555555, "55.555555 %")]
    public void Too_few_detected_genes_are_refused_with_the_numbers(double least, string share)
    {
        var sparse = GeneStatisticsTests.Measure(Counts.Of([1, 1, 0], [1, 0, 0], [1, 0, 1], [1, 0, 0]));

        var error = Assert.Throws<GapFillException>(() => GeneSelection.MostVariable(sparse, 10, least));

        Assert.Equal($"1 of 3 genes is detected in at least {share} of the 4 cells; expected at least 2 such genes.", error.Message);
    }

    [Fact]
    public void One_gene_is_refused() =>
        Assert.Throws<GapFillException>(() => GeneSelection.MostVariable(GeneStatisticsTests.Measure(Counts.Of([1], [2])), 0, 0));
}
