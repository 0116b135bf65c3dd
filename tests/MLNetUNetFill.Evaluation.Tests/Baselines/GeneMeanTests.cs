using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation.Baselines;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class GeneMeanTests
{
    [Fact]
    public void Zeros_do_not_count_into_the_mean()
    {
        var cells = new SparseCells(3, [0, 2, 3, 4], [0, 1, 0, 0], [1, 4, 2, 6]);

        Assert.Equal([4, 3, 0], GeneMean.Predict(cells, [(2, 1), (0, 0), (1, 2)]));
    }
}
