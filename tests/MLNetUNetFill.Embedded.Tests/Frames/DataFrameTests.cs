using Microsoft.Data.Analysis;

namespace MLNetUNetFill.Embedded.Tests.Frames;

public class DataFrameTests
{
    private static DataFrame Frame() => new(
        new StringDataFrameColumn("Name", ["a", null, "c"]),
        new Int32DataFrameColumn("Size", [1, 2, 3]),
        new SingleDataFrameColumn("Weight", new float?[] { 0.5f, null, 2 }));

    [Fact]
    public void Values_are_found_by_row_and_column()
    {
        var frame = Frame();
        Assert.Equal(3, frame.Columns.Count);
        Assert.Equal(3, frame.Rows.Count);
        Assert.Equal(2, frame[1, 1]);
        Assert.Null(frame[1, 2]);
        Assert.Equal("c", frame.Rows[2][0]);
        Assert.Equal(2f, frame.Rows[2]["Weight"]);
        Assert.Equal(new object?[] { null, 2, null }, frame.Rows[1]);
        Assert.Equal([1, 2, 3], frame.Rows.Select(row => row["Size"]).Cast<int>());
    }

    [Fact]
    public void Values_are_set_by_row_and_column()
    {
        var frame = Frame();
        frame[0, 1] = 7;
        frame.Rows[1]["Weight"] = 4f;
        frame.Rows[2][0] = null;
        Assert.Equal([7, 2, 3], (Int32DataFrameColumn)frame["Size"]);
        Assert.Equal([0.5f, 4, 2], (SingleDataFrameColumn)frame["Weight"]);
        Assert.Equal(0, frame["Weight"].NullCount);
        Assert.Equal(2, frame["Name"].NullCount);
    }

    [Fact]
    public void Columns_are_found_by_name()
    {
        var frame = Frame();
        Assert.Same(frame.Columns[1], frame["Size"]);
        Assert.Same(frame.Columns[2], frame.Columns["Weight"]);
        Assert.Equal(2, frame.Columns.IndexOf("Weight"));
        Assert.Equal(-1, frame.Columns.IndexOf("weight"));
        Assert.Contains("'Other'", Assert.Throws<ArgumentException>(() => frame["Other"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_come_go_and_are_renamed()
    {
        var frame = Frame();
        frame["Size"] = new DoubleDataFrameColumn("Length", [1.5, 2.5, 3.5]);
        frame["New"] = new BooleanDataFrameColumn("Any", [true, false, true]);
        frame.Columns.Insert(0, new Int64DataFrameColumn("First", 3));
        frame.Columns.Remove("Name");
        frame["Weight"].SetName("Mass");
        Assert.Equal(["First", "Size", "Mass", "New"], frame.Columns.Select(column => column.Name));
        Assert.Equal([0, 1, 2, 3], frame.Columns.Select(column => frame.Columns.IndexOf(column.Name)));
        Assert.Equal(-1, frame.Columns.IndexOf("Weight"));

        frame.Columns.Clear();
        Assert.Equal(0, frame.Rows.Count);
        frame.Columns.Add(new Int32DataFrameColumn("Size", [1]));
        Assert.Equal(1, frame.Rows.Count);
    }

    [Fact]
    public void A_name_occurs_once()
    {
        var frame = Frame();
        Assert.Contains("Size", Assert.Throws<ArgumentException>(() => frame.Columns.Add(new Int32DataFrameColumn("Size", [1, 2, 3]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => frame.Columns[0] = new Int32DataFrameColumn("Size", [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => frame["Name"].SetName("Size"));
    }

    [Fact]
    public void All_columns_have_as_many_rows()
    {
        Assert.Throws<ArgumentException>(() => Frame().Columns.Add(new Int32DataFrameColumn("Short", [1, 2])));
        Assert.Throws<ArgumentException>(() => new DataFrame(new Int32DataFrameColumn("A", 2), new Int32DataFrameColumn("B", 3)));
    }

    [Fact]
    public void A_clone_is_a_frame_of_its_own()
    {
        var frame = Frame();
        var clone = frame.Clone();
        clone[0, 1] = 9;
        clone["Weight"].SetName("Mass");
        Assert.Equal(1, frame[0, 1]);
        Assert.Equal(1, clone["Mass"].NullCount);
        Assert.IsType<SingleDataFrameColumn>(clone["Mass"]);
        Assert.Equal(2, frame.Columns.IndexOf("Weight"));
    }
}
