using MLNetUNetFill.Cells;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class GeneMeanBaselineTests
{
    [Fact]
    public void Zeros_get_the_mean_of_the_observed_values_and_these_stay()
    {
        var counts = Counts.Of([1, 0, 3], [2, 2, 0], [5, 0, 0]);
        var x = Naive.Log1pCp10k(Naive.Dense(counts));

        var filled = new GeneMeanBaseline().Impute(counts, default).Filled;

        Naive.AssertEqual([[x[0][0], x[1][1], x[0][2]], [x[1][0], x[1][1], x[0][2]], [x[2][0], x[1][1], x[0][2]]], filled, 1e-6);
    }

    [Fact]
    public void Zeros_do_not_count_into_the_mean()
    {
        var cells = new SparseCells(3, [0, 2, 3, 4], [0, 1, 0, 0], [1, 4, 2, 6]);

        Assert.Equal([4, 3, 0], GeneMeanBaseline.Predict(cells, [(2, 1), (0, 0), (1, 2)]));
    }
}
