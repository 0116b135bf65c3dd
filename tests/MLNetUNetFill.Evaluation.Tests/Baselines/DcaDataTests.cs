using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Numerics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class DcaDataTests
{
    private static readonly CountMatrix Matrix = Counts.Modules(cells: 9, genes: 5, modules: 2, seed: 4);

    [Fact]
    public void A_whole_cell_is_standardised_and_is_its_own_target()
    {
        var data = new DcaData(Matrix);
        var counts = Naive.Dense(Matrix);
        var median = counts.Select(row => row.Sum()).Order().ElementAt(4);
        double[][] logs = [.. counts.Select(row => row.Select(x => Math.Log(1 + x * median / row.Sum())).ToArray())];
        var (input, target) = (new float[5], new float[5]);

        for (var cell = 0; cell < 9; cell++)
        {
            var sizeFactor = data.Whole(cell, input, target);

            Assert.Equal(counts[cell].Sum() / median, sizeFactor, 1e-5);
            Assert.Equal(counts[cell], target.Select(x => (double)x));
            for (var gene = 0; gene < 5; gene++)
            {
                double[] column = [.. logs.Select(row => row[gene])];
                var deviation = Math.Sqrt(column.Sum(x => (x - column.Average()) * (x - column.Average())) / 8);
                Assert.Equal((logs[cell][gene] - column.Average()) / deviation, input[gene], 1e-4);
            }
        }
    }

    [Fact]
    public void A_thinned_cell_is_to_tell_the_molecules_that_it_does_not_show()
    {
        var data = new DcaData(Matrix);
        var median = Naive.Dense(Matrix).Select(row => row.Sum()).Order().ElementAt(4);
        var (input, target, whole) = (new float[5], new float[5], new float[5]);
        double unseen = 0;

        for (var seed = 0; seed < 400; seed++)
        {
            var sizeFactor = data.Thinned(2, 0.75, new SplitMix64(seed), input, target);
            Assert.Equal(target.Sum() / median, sizeFactor, 1e-5);
            for (var gene = 0; gene < 5; gene++) Assert.InRange(target[gene], 0, Matrix[2, gene]);
            unseen += target.Sum() / Matrix.LibrarySize(2) / 400;
        }
        data.Whole(2, whole, target);

        Assert.Equal(0.25, unseen, 0.02);
        Assert.NotEqual(whole, input);
    }

    [Fact]
    public void Without_a_molecule_to_predict_the_size_factor_is_zero()
    {
        var (input, target, whole) = (new float[5], new float[5], new float[5]);
        var data = new DcaData(Matrix);

        Assert.Equal(0, data.Thinned(1, 1, new SplitMix64(3), input, target));
        data.Whole(1, whole, new float[5]);
        Assert.Equal(whole, input);
        Assert.Equal(0, data.Thinned(1, 0, new SplitMix64(3), input, target));
        Assert.Equal(new float[5], target);
    }
}
