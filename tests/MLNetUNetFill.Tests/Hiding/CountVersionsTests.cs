using MLNetUNetFill.Cells;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Tests.Context;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Hiding;

[Collection(TorchCollection.Name)]
public sealed class CountVersionsTests
{
    private static readonly TrainingCounts Counts = ContextCells.Counts;

    [Fact]
    public void Changing_the_true_value_of_a_masked_or_a_validation_entry_changes_no_input_of_any_cell()
    {
        var (input, masked) = Versions(Counts).Mask(3);
        int[] entries = [.. masked.SelectMany(entry => entry).Concat(Validation()).Order()];
        var (changed, maskedAgain) = Versions(Changed(entries)).Mask(3);

        Assert.Equal(masked, maskedAgain);
        Assert.NotEmpty(entries);
        Assert.Equal(Inputs(input), Inputs(changed));
    }

    [Fact]
    public void Changing_a_validation_entrys_true_value_changes_no_input_that_it_is_predicted_from()
    {
        var validation = Validation();

        Assert.NotEmpty(validation);
        Assert.Equal(Inputs(Versions(Counts).WithoutValidation()), Inputs(Versions(Changed(validation)).WithoutValidation()));
    }

    [Fact]
    public void A_validation_entry_is_never_a_target_and_always_hidden()
    {
        var validation = Validation();

        for (var epoch = 1; epoch <= 20; epoch++)
        {
            var (input, masked) = Versions(Counts).Mask(epoch);
            Assert.Empty(masked.SelectMany(entry => entry).Intersect(validation));
            Assert.All(validation, entry => Assert.Equal(0, input.Values[entry]));
        }
        Assert.All(validation, entry => Assert.Equal(0, Versions(Counts).WithoutValidation().Values[entry]));
    }

    [Fact]
    public void A_count_is_hidden_however_large_it_is()
    {
        var counts = new TrainingCounts(3, [0, 3, 6], [0, 1, 2, 0, 1, 2], [1, 1e6f, 2, 1, 1, 1], [1_000_005, 3]);

        var seen = counts.Without(cell => cell == 0 ? [1] : []);

        Assert.Equal([1, 0, 2, 1, 1, 1], seen.Values);
        // Its cell has two other molecules, of genes that are not modelled.
        Assert.Equal([5, 3], seen.Libraries);
    }

    [Fact]
    public void Hidden_entries_leave_the_genes_their_shares()
    {
        // 8 cells x 4 genes, 5 molecules everywhere; a quarter of the entries is hidden, two of each gene.
        var counts = new TrainingCounts(4, [.. Enumerable.Range(0, 9).Select(cell => 4 * cell)],
            [.. Enumerable.Range(0, 32).Select(entry => entry % 4)],
            [.. Enumerable.Repeat(5f, 32)], [.. Enumerable.Repeat(20f, 8)]);

        var seen = counts.Without(cell => (int[])[4 * cell + cell % 4]).AsIfComplete(counts);

        Assert.Equal(0.75f, seen.VisibleShare);
        Assert.Equal(GeneMoments.Measure(counts).Share, GeneMoments.Measure(seen).Share, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Thinned_parts_add_up_to_the_whole()
    {
        var thinned = Versions(Counts).Thin(1);

        for (var i = 0; i < Counts.Values.Length; i++) Assert.Equal(Counts.Values[i], thinned.Input.Values[i] + thinned.Targets[i]);
        for (var cell = 0; cell < Counts.CellCount; cell++)
        {
            Assert.Equal(Counts.Libraries[cell], thinned.Input.Libraries[cell] + thinned.TargetLibraries[cell], 1e-3);
            Assert.InRange(thinned.Input.Libraries[cell] / Counts.Libraries[cell], 0.35, 1);
            var row = Counts.Row(cell);
            Assert.True(thinned.Input.Values[row].Sum() <= thinned.Input.Libraries[cell]);
        }
    }

    [Fact]
    public void Epochs_differ_and_seeds_repeat()
    {
        Assert.NotEqual(Versions(Counts).Thin(1).Targets, Versions(Counts).Thin(2).Targets);
        Assert.Equal(Versions(Counts).Thin(1).Targets, Versions(Counts).Thin(1).Targets);
    }

    [Fact]
    public void A_cell_that_would_lose_all_its_counts_keeps_them_and_asks_for_nothing()
    {
        var counts = new TrainingCounts(2, [0, 1, 3], [0, 0, 1], [1, 500, 500], [1, 1000]);
        var versions = Versions(counts);
        var kept = Enumerable.Range(1, 40).Select(versions.Thin).Where(thinned => thinned.TargetLibraries[0] == 0).ToArray();

        Assert.NotEmpty(kept);
        Assert.All(kept, thinned => Assert.Equal((1, 0, 1), (thinned.Input.Values[0], thinned.Targets[0], thinned.Input.Libraries[0])));
    }

    /// <summary>Another truth behind the chosen entries, and the library sizes that follow from it.</summary>
    private static TrainingCounts Changed(int[] entries)
    {
        var changed = Counts with { Values = (float[])Counts.Values.Clone(), Libraries = (float[])Counts.Libraries.Clone() };
        for (var cell = 0; cell < Counts.CellCount; cell++)
            for (var entry = Counts.RowStarts[cell]; entry < Counts.RowStarts[cell + 1]; entry++)
            {
                if (Array.BinarySearch(entries, entry) < 0) continue;
                changed.Values[entry] = Counts.Values[entry] * 3 + 1;
                changed.Libraries[cell] += changed.Values[entry] - Counts.Values[entry];
            }
        return changed;
    }

    private static float[] Inputs(TrainingCounts version) => ContextCells.Images(ContextCells.Fitter(version).Fit(version, default),
        version, cell => cell);

    // The split and the masks look at which entries there are, not at their values.
    private static CountVersions Versions(TrainingCounts counts) =>
        new(counts, Split(counts), new RandomMask(counts.Normalize(), Split(counts), 0.15f, 1), 1);

    private static int[] Validation()
    {
        var split = Split(Counts);
        return [.. Enumerable.Range(0, Counts.CellCount).SelectMany(cell => split.EntriesOf(cell).ToArray())];
    }

    private static ValidationSplit Split(TrainingCounts counts) => new(counts.Normalize(), 0.05, 1);
}
