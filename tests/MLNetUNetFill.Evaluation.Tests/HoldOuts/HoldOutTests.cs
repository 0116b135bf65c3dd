using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.HoldOuts;

public sealed class HoldOutTests
{
    [Fact]
    public void Corrupted_counts_and_entries_together_are_the_original() => ForAll.Seeds(seed =>
    {
        var counts = Counts.Random(seed);
        var heldOut = HoldOut.Choose(counts, 0.3, seed);
        var entries = heldOut.Entries.ToDictionary(entry => (entry.Cell, entry.Gene), entry => entry.Count);
        return heldOut.Corrupted.NonZeroCount + heldOut.Entries.Count == counts.NonZeroCount
            && Enumerable.Range(0, counts.CellCount).All(cell =>
                (counts.GenesOf(cell).IsEmpty || !heldOut.Corrupted.GenesOf(cell).IsEmpty)
                && Enumerable.Range(0, counts.GeneCount).All(gene => counts[cell, gene] == heldOut.Corrupted[cell, gene]
                + entries.GetValueOrDefault((cell, gene))));
    });

    [Fact]
    public void The_fraction_is_exact_and_the_choice_repeatable()
    {
        var counts = Counts.Modules(cells: 40, genes: 50, modules: 3, seed: 2);

        var heldOut = HoldOut.Choose(counts, 0.1, seed: 4);

        Assert.Equal((int)Math.Round(0.1 * counts.NonZeroCount), heldOut.Entries.Count);
        Assert.Equal(heldOut.Entries, HoldOut.Choose(counts, 0.1, seed: 4).Entries);
        Assert.NotEqual(heldOut.Entries, HoldOut.Choose(counts, 0.1, seed: 5).Entries);
    }

    [Fact]
    public void The_truth_is_scaled_by_what_is_left_of_the_cell()
    {
        var heldOut = HoldOut.Remove(Counts.Of([6, 0, 4, 10]), [(0, 2), (0, 1)]);

        Assert.Equal([new HeldOutEntry(0, 2, 4)], heldOut.Entries);
        Assert.Equal(Math.Log(1 + 1e4 * 4 / 16), Assert.Single(heldOut.Truth()), 1e-6);
    }

    [Fact]
    public void A_cell_is_never_emptied()
    {
        var heldOut = HoldOut.Remove(Counts.Of([6, 0], [1, 2]), [(0, 0), (1, 1)]);

        Assert.Equal([new HeldOutEntry(1, 1, 2)], heldOut.Entries);
        Assert.Equal(6, heldOut.Corrupted[0, 0]);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    [InlineData(-1, 0)]
    public void An_entry_outside_the_matrix_is_refused(int cell, int gene) =>
        Assert.Contains($"Found the entry of cell {cell} and gene {gene}; expected 0-based ones of 2 cells and 2 genes.",
            Assert.Throws<ArgumentOutOfRangeException>(() => HoldOut.Remove(Counts.Of([6, 0], [1, 2]), [(cell, gene)])).Message);

    [Fact]
    public void A_fraction_outside_its_range_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HoldOut.Choose(Counts.Of([1]), 1));
}
