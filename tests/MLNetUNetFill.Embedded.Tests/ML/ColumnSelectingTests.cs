using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class ColumnSelectingTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Dropped_columns_are_gone_and_the_rest_stays_in_order()
    {
        var data = TestRows.Load(_context);
        var rest = _context.Transforms.DropColumns("Size").Fit(data).Transform(data);

        Assert.Equal(["Name", "Values"], rest.Schema.Select(column => column.Name));
        Assert.Equal(["x", "y"], TestRows.SlotNames(rest, "Values"));
        Assert.Equal(["a", "b", "a"], rest.GetColumn<string>("Name"));
    }

    [Fact]
    public void Hidden_columns_of_the_name_are_dropped_too()
    {
        var data = new ProbeDataView();
        var rest = _context.Transforms.CopyColumns("A", "B").Append(_context.Transforms.DropColumns("A")).Fit(data).Transform(data);

        Assert.Equal(["B"], rest.Schema.Select(column => column.Name));
    }

    [Fact]
    public void Selected_columns_come_in_the_order_named()
    {
        var data = TestRows.Load(_context);
        var selected = _context.Transforms.SelectColumns("Values", "Name").Fit(data).Transform(data);

        Assert.Equal(["Values", "Name"], selected.Schema.Select(column => column.Name));
        Assert.Equal([3, 4], selected.GetColumn<float[]>("Values").ElementAt(1));
    }

    [Fact]
    public void Only_the_columns_needed_are_read()
    {
        var data = new ProbeDataView();
        var rest = _context.Transforms.DropColumns("A").Fit(data).Transform(data);

        Assert.Equal([0, 1, 2, 3], rest.GetColumn<float>("B"));
        Assert.Equal(["B"], data.Requests);
    }

    [Fact]
    public void A_missing_column_is_named() => Assert.Contains(
        "Could not find input column 'Nothing'",
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.DropColumns("Nothing").Fit(new ProbeDataView())).Message);
}
