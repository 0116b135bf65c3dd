using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

[Collection(TorchCollection.Name)]
public sealed class LinearStackBaselineTests
{
    [Fact]
    public void It_beats_the_neighbours_that_it_stands_on()
    {
        var counts = Counts.Modules(cells: 150, genes: 60, modules: 3, seed: 8);
        var heldOut = HoldOut.Choose(counts);

        double Rmse(Baseline method)
        {
            var filled = method.Impute(heldOut.Corrupted, default).Filled;
            return EntryErrors.Compute(heldOut.Truth(), [.. heldOut.Entries.Select(entry => filled[entry.Cell * 60 + entry.Gene])]).Rmse;
        }
        Assert.True(Rmse(new LinearStackBaseline()) < 0.97 * Rmse(new KnnMeanBaseline()));
    }

    [Fact]
    public void Without_entries_to_learn_from_it_is_the_gene_mean()
    {
        var counts = Counts.Random(3, cells: 20, genes: 10);

        Assert.Equal(new GeneMeanBaseline().Impute(counts, default).Filled, new LinearStackBaseline { MaskRate = 0 }.Impute(counts, default).Filled);
    }

    [Fact]
    public void The_penalty_is_above_zero() =>
        Assert.Contains("Penalty is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new LinearStackBaseline { Penalty = 0 }).Message);
}
