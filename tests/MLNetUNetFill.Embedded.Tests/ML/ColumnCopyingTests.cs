using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class ColumnCopyingTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void A_copy_has_the_values_the_type_and_the_annotations()
    {
        var data = TestRows.Load(_context);
        var copied = _context.Transforms.CopyColumns("Copy", "Values").Fit(data).Transform(data);

        Assert.Equal(data.Schema["Values"].Type, copied.Schema["Copy"].Type);
        Assert.Equal(["x", "y"], TestRows.SlotNames(copied, "Copy"));
        Assert.Equal([3, 4], copied.GetColumn<float[]>("Copy").ElementAt(1));
    }

    [Fact]
    public void A_copy_onto_a_column_hides_it_from_right_behind()
    {
        var data = new ProbeDataView();
        var copied = _context.Transforms.CopyColumns("A", "B").Fit(data).Transform(data);

        Assert.Equal(["A", "A", "B"], copied.Schema.Select(column => column.Name));
        Assert.Equal([true, false, false], copied.Schema.Select(column => column.IsHidden));
    }

    [Fact]
    public void Only_the_columns_needed_are_read()
    {
        var data = new ProbeDataView();
        var copied = _context.Transforms.CopyColumns("C", "B").Fit(data).Transform(data);

        Assert.Equal([0, 1, 2, 3], copied.GetColumn<float>("C"));
        copied.GetRowCursor([]).Dispose();
        copied.GetRowCursor([copied.Schema["A"]]).Dispose();
        Assert.Equal(["B", "", "A"], data.Requests);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.CopyColumns("C", "D").Fit(new ProbeDataView()));

        Assert.Contains("Could not find input column 'D'", error.Message);
    }

    [Fact]
    public void A_getter_needs_the_raw_type_of_an_active_column()
    {
        var data = new ProbeDataView();
        var copied = _context.Transforms.CopyColumns("C", "B").Fit(data).Transform(data);
        using var cursor = copied.GetRowCursor([copied.Schema["C"]]);

        Assert.True(cursor.IsColumnActive(copied.Schema["C"]));
        Assert.False(cursor.IsColumnActive(copied.Schema["A"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(copied.Schema["C"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<float>(copied.Schema["A"]));
    }

    [Fact]
    public void Rows_of_another_schema_object_are_refused()
    {
        var data = TestRows.Load(_context);
        ITransformer copy = _context.Transforms.CopyColumns("C", "Size").Fit(data);
        var mapper = copy.GetRowToRowMapper(data.Schema);
        using var cursor = TestRows.Load(_context).GetRowCursor([]);

        Assert.Throws<InvalidOperationException>(() => mapper.GetRow(cursor, []));
    }
}
