using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class ZerosKeptTests
{
    [Fact]
    public void A_zero_is_kept_below_a_tenth_of_a_molecule_of_its_cell()
    {
        // Libraries of 10 and 1000 counts: a tenth of a molecule is log1p(100) in one cell and log1p(1) in the other.
        var counts = Counts.Of([10, 0, 0, 0], [1000, 0, 0, 0]);
        float[] filled = [0, 0, Log1p(99), Log1p(101), 0, Log1p(0.99), Log1p(1.01), Log1p(99)];

        Assert.Equal(3.0 / 6, ZerosKept.Share(counts, filled), 1e-12);
    }

    [Fact]
    public void Observed_entries_do_not_count() => Assert.Equal(1, ZerosKept.Share(Counts.Of([4, 0], [4, 4]), [9, 0, 0, 0]));

    [Fact]
    public void An_empty_cell_that_stays_zero_keeps_its_zeros() =>
        Assert.Equal(0.75, ZerosKept.Share(Counts.Of([0, 0], [0, 0]), [0, 0, 0, 1]));

    [Fact]
    public void More_filling_keeps_fewer_zeros() => ForAll.Seeds(seed =>
    {
        var counts = Counts.Random(seed);
        var random = new Random(seed);
        float[] filled = [.. Enumerable.Range(0, counts.CellCount * counts.GeneCount).Select(_ => 12 * random.NextSingle())];
        var share = ZerosKept.Share(counts, filled);
        return share is >= 0 and <= 1 && ZerosKept.Share(counts, [.. filled.Select(value => value + 1)]) <= share;
    });

    private static float Log1p(double value) => (float)double.LogP1(value);
}
