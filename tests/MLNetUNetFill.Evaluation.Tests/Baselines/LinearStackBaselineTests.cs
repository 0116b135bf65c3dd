using MLNetUNetFill.Cells;
using MLNetUNetFill.Hiding;
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
    public void Changing_a_masked_entrys_true_value_changes_nothing_that_it_is_predicted_from()
    {
        var method = new LinearStackBaseline { MaskRate = 0.3 };
        var matrix = TrainingCounts.Build(Counts.Modules(cells: 40, genes: 20, modules: 2, seed: 4));
        var masked = new ValidationSplit(matrix, method.MaskRate, method.Seed);
        var changed = matrix with { Values = (float[])matrix.Values.Clone(), Libraries = (float[])matrix.Libraries.Clone() };
        for (var cell = 0; cell < matrix.CellCount; cell++)
            foreach (var entry in masked.EntriesOf(cell))
            {
                changed.Values[entry] += 50;
                changed.Libraries[cell] += 50;
            }

        var (before, after) = (Learned(matrix), Learned(changed));

        Assert.NotEqual(before.Values, after.Values);
        Assert.Equal(before.Features, after.Features);

        (List<float> Features, List<double> Values) Learned(TrainingCounts counts)
        {
            var (features, values) = (new List<float>(), new List<double>());
            method.AddMasked(counts, (known, value) =>
            {
                features.AddRange(known);
                values.Add(value);
            }, default);
            return (features, values);
        }
    }

    [Fact]
    public void Without_entries_to_learn_from_it_is_the_gene_mean()
    {
        var counts = Counts.Random(3, cells: 20, genes: 10);

        Assert.Equal(new GeneMeanBaseline().Impute(counts, default).Filled, new LinearStackBaseline { MaskRate = 0 }.Impute(counts,
            default).Filled);
    }

    [Fact]
    public void The_penalty_is_above_zero() =>
        Assert.Contains("Penalty is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new LinearStackBaseline { Penalty = 0 }).Message);
}
