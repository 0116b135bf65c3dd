using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class LibraryRescaledMeanBaselineTests
{
    [Fact]
    public void Zeros_get_the_mean_count_at_the_depth_of_the_cell()
    {
        var counts = Counts.Of([1, 0, 3], [2, 6, 0], [5, 2, 0]);

        var filled = new LibraryRescaledMeanBaseline().Impute(counts, default).Filled;

        // Libraries 4, 8, 7; gene 1 has the mean count 4, gene 2 the count 3.
        double Value(double count, double library) => Math.Log(1 + 1e4 * count / library);
        Naive.AssertEqual(
            [[Value(1, 4), Value(4, 4), Value(3, 4)], [Value(2, 8), Value(6, 8), Value(3, 8)], [Value(5, 7), Value(2, 7), Value(3, 7)]],
            filled, 1e-5);
    }

    [Fact]
    public void A_gene_that_no_cell_shows_stays_zero() =>
        Assert.Equal(0, new LibraryRescaledMeanBaseline().Impute(Counts.Of([1, 0], [2, 0]), default).Filled[1]);
}
