using MLNetUNetFill.Hiding;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Hiding;

public sealed class CountThinningTests
{
    [Fact]
    public void Both_parts_together_are_the_counts() => ForAll.Seeds(seed =>
    {
        var counts = Counts.Random(seed);
        var (seen, unseen) = CountThinning.Split(counts, 0.6, seed);
        return Enumerable.Range(0, counts.CellCount).All(cell => Enumerable.Range(0, counts.GeneCount).All(gene =>
            seen[cell, gene] >= 0 && unseen[cell, gene] >= 0 && seen[cell, gene] + unseen[cell, gene] == counts[cell, gene]));
    });

    [Fact]
    public void The_expected_share_is_kept()
    {
        var counts = Counts.Modules(cells: 60, genes: 50, modules: 3, seed: 2);
        var seen = CountThinning.Split(counts, 0.7, 5).Seen;
        var all = Enumerable.Range(0, counts.CellCount).Sum(counts.LibrarySize);
        var kept = Enumerable.Range(0, counts.CellCount).Sum(seen.LibrarySize);
        Assert.InRange(kept, all * 0.7 - 5 * Math.Sqrt(all * 0.21), all * 0.7 + 5 * Math.Sqrt(all * 0.21));
    }

    [Fact]
    public void The_split_repeats_by_seed()
    {
        var counts = Counts.Modules(cells: 10, genes: 20, modules: 2, seed: 2);
        float[] Seen(int seed) => CountThinning.Split(counts, 0.5, seed).Seen.ValuesOf(3).ToArray();
        Assert.Equal(Seen(1), Seen(1));
        Assert.NotEqual(Seen(1), Seen(2));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.2f, 1)]
    [InlineData(1.4f, 1)]
    [InlineData(2.5f, 3)]
    [InlineData(3e9f, 3_000_000_000)]
    [InlineData(float.MaxValue, 1L << 53)]
    public void A_fractional_count_becomes_the_nearest_whole_one(float count, long whole) =>
        Assert.Equal(whole, CountThinning.Whole(count));
}
