using MLNetUNetFill.Hiding;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Hiding;

public sealed class ValidationSplitTests
{
    [Fact]
    public void Entries_set_aside_belong_to_the_cell_and_leave_two_to_train_on() => ForAll.Seeds(seed =>
    {
        var cells = Counts.Random(seed).Normalize().Cells;
        var split = new ValidationSplit(cells, 0.4, seed);
        return Enumerable.Range(0, cells.CellCount).All(cell =>
        {
            int[] positions = [.. split.EntriesOf(cell)];
            var observed = cells.GenesOf(cell).Length;
            return (positions.Length == 0 || observed - positions.Length >= 2)
                && positions.SequenceEqual(positions.Distinct().Order())
                && positions.All(position => position >= cells.RowStarts[cell] && position < cells.RowStarts[cell + 1]);
        }) && split.Count == Enumerable.Range(0, cells.CellCount).Sum(cell => split.EntriesOf(cell).Length);
    });

    [Fact]
    public void The_share_holds_over_many_cells_of_few_entries()
    {
        var cells = Counts.Modules(cells: 2000, genes: 10, modules: 2, seed: 1).Normalize().Cells;

        var share = new ValidationSplit(cells, 0.05, 1).Count / (double)cells.Values.Length;

        Assert.InRange(share, 0.045, 0.055);
    }

    [Fact]
    public void The_choice_depends_on_the_seed_alone()
    {
        var cells = Counts.Modules(3, 100, 3, seed: 1).Normalize().Cells;

        Assert.Equal(new ValidationSplit(cells, 0.2, 1).EntriesOf(2).ToArray(), new ValidationSplit(cells, 0.2, 1).EntriesOf(2).ToArray());
        Assert.NotEqual(new ValidationSplit(cells, 0.2, 1).EntriesOf(2).ToArray(), new ValidationSplit(cells, 0.2, 2).EntriesOf(2)
            .ToArray());
    }
}
