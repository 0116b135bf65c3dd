using MLNetUNetFill.Hiding;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Hiding;

public sealed class RandomMaskTests
{
    [Fact]
    public void Some_but_never_all_training_entries_are_hidden_and_none_of_the_validation_split() => ForAll.Seeds(seed =>
    {
        var cells = Counts.Random(seed).Normalize().Cells;
        var validation = new ValidationSplit(cells, 0.2, seed);
        var mask = new RandomMask(cells, validation, 0.15f, seed);
        return Enumerable.Range(0, cells.CellCount).All(cell =>
        {
            int[] hidden = mask.Draw(seed % 7, cell), setAside = [.. validation.EntriesOf(cell)];
            var training = cells.GenesOf(cell).Length - setAside.Length;
            return (training < 2 ? hidden.Length == 0 : hidden.Length >= 1 && hidden.Length < training)
                && hidden.All(position => position >= cells.RowStarts[cell] && position < cells.RowStarts[cell + 1])
                && hidden.SequenceEqual(hidden.Distinct().Order()) && !hidden.Intersect(setAside).Any();
        });
    });

    [Fact]
    public void Masks_depend_on_seed_epoch_and_cell_alone()
    {
        var cells = Counts.Modules(2, 200, 3, seed: 1).Normalize().Cells;
        var validation = new ValidationSplit(cells, 0.1, 1);
        int[] Draw(int seed, int epoch, int cell) => new RandomMask(cells, validation, 0.3f, seed).Draw(epoch, cell);

        Assert.Equal(Draw(1, 4, 1), Draw(1, 4, 1));
        Assert.NotEqual(Draw(1, 4, 1), Draw(1, 5, 1));
        Assert.NotEqual(Draw(1, 4, 1), Draw(2, 4, 1));
        Assert.NotEqual(Draw(1, 4, 0), Draw(1, 4, 1).Select(position => position - cells.RowStarts[1]));
    }

    [Fact]
    public void Over_many_epochs_every_training_entry_is_hidden_at_the_rate()
    {
        var cells = Counts.Of([3, 1, 4, 1, 5, 9, 2, 6, 5, 3]).Normalize().Cells;
        var validation = new ValidationSplit(cells, 0.2, 1);
        var mask = new RandomMask(cells, validation, 0.25f, 1);
        var times = new int[10];
        for (var epoch = 0; epoch < 10_000; epoch++)
            foreach (var position in mask.Draw(epoch, 0)) times[position]++;

        Assert.Equal(2, validation.Count);
        for (var position = 0; position < times.Length; position++)
        {
            if (validation.EntriesOf(0).Contains(position)) Assert.Equal(0, times[position]);
            else Assert.InRange(times[position], 2_300, 2_700);
        }
    }
}
