using Microsoft.ML.Data;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Cells;

public class CellSampleTests
{
    [Fact]
    public void Fewer_cells_than_wanted_are_all_drawn() => Assert.Equal(Enumerable.Range(0, 7), Draw(10, 1, Enumerable.Range(0, 7)));

    [Fact]
    public void As_many_as_wanted_are_drawn_in_the_order_they_come()
    {
        var drawn = Draw(30, 1, Enumerable.Range(0, 1000));
        Assert.Equal(30, drawn.Length);
        Assert.Equal(drawn.Distinct().Order(), drawn);
    }

    [Fact]
    public void The_draw_depends_on_the_seed_and_not_on_the_order() => ForAll.Seeds(seed =>
    {
        var shuffled = Enumerable.Range(0, 200).ToArray();
        new Random(seed).Shuffle(shuffled);
        var drawn = Draw(50, seed, Enumerable.Range(0, 200));
        return drawn.SequenceEqual(Draw(50, seed, shuffled).Order()) && !drawn.SequenceEqual(Draw(50, seed + 1, shuffled).Order());
    });

    [Fact]
    public void Every_cell_is_drawn_as_often_as_any_other()
    {
        const int cells = 40, size = 10, seeds = 4000;
        var times = new int[cells];
        for (var seed = 0; seed < seeds; seed++)
            foreach (var cell in Draw(size, seed, Enumerable.Range(0, cells))) times[cell]++;

        // Chi-squared of drawing without replacement has cells - 1 degrees of freedom: 72 is its 99.9 % quantile.
        const double expected = (double)seeds * size / cells, variance = expected * (cells - size) / (cells - 1);
        Assert.True(times.Sum(n => (n - expected) * (n - expected) / variance) < 72, string.Join(' ', times));
    }

    [Fact]
    public void Both_halves_of_an_id_count()
    {
        var sample = new CellSample(20, 1);
        DataViewRowId[] ids = [.. Enumerable.Range(0, 400).Select(i => new DataViewRowId((ulong)(i % 20), (ulong)(i / 20)))];
        foreach (var id in ids) sample.Offer(id);
        var drawn = ids.Where(sample.Take).ToArray();
        Assert.Equal(20, drawn.Length);
        Assert.True(drawn.Select(id => id.High).Distinct().Count() > 5);
    }

    [Fact]
    public void Ids_that_come_again_do_not_lift_the_limit()
    {
        var sample = new CellSample(3, 1);
        for (var i = 0; i < 10; i++) sample.Offer(default);
        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => sample.Take(default)));
        Assert.Equal(3, sample.Count);
    }

    private static int[] Draw(int size, int seed, IEnumerable<int> cells)
    {
        var sample = new CellSample(size, seed);
        int[] all = [.. cells];
        foreach (var cell in all) sample.Offer(new DataViewRowId((ulong)cell, 0));
        return [.. all.Where(cell => sample.Take(new DataViewRowId((ulong)cell, 0)))];
    }
}
