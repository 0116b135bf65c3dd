using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.Frames;

/// <summary>What ML.NET sees of a data frame.</summary>
public class DataViewTests
{
    private static IDataView View() => new DataFrame(
        new StringDataFrameColumn("Name", ["a", null, "c"]),
        new Int32DataFrameColumn("Size", new int?[] { 1, null, 3 }),
        new SingleDataFrameColumn("Weight", new float?[] { 0.5f, null, 2 }),
        new DoubleDataFrameColumn("Length", new double?[] { 0.25, null, 4 }),
        new BooleanDataFrameColumn("Seen", [true, false, true]));

    [Fact]
    public void Columns_have_the_types_of_MLNET()
    {
        Assert.Equal(["Name", "Size", "Weight", "Length", "Seen"], View().Schema.Select(column => column.Name));
        DataViewType[] types = [TextDataViewType.Instance, NumberDataViewType.Int32, NumberDataViewType.Single, NumberDataViewType.Double, BooleanDataViewType.Instance];
        Assert.Equal(types, View().Schema.Select(column => column.Type));
        IDataView others = new DataFrame(new DateTimeDataFrameColumn("Day", 1), new DecimalDataFrameColumn("Price", [1.5m]), new CharDataFrameColumn("Code", ['x']));
        types = [DateTimeDataViewType.Instance, NumberDataViewType.Double, NumberDataViewType.UInt16];
        Assert.Equal(types, others.Schema.Select(column => column.Type));
        Assert.Equal(1.5, others.GetColumn<double>("Price").Single());
        Assert.Equal('x', others.GetColumn<ushort>("Code").Single());
        Assert.Equal(3, View().GetRowCount());
        Assert.False(View().CanShuffle);
    }

    [Fact]
    public void Missing_numbers_are_not_a_number_where_there_is_such()
    {
        Assert.Equal([0.5f, float.NaN, 2], View().GetColumn<float>("Weight"));
        Assert.Equal([0.25, double.NaN, 4], View().GetColumn<double>("Length"));
        Assert.Equal([1, 0, 3], View().GetColumn<int>("Size"));
        Assert.Equal(["a", "", "c"], View().GetColumn<string>("Name"));
        Assert.Equal([true, false, true], View().GetColumn<bool>("Seen"));
    }

    [Fact]
    public void Cursors_serve_the_columns_asked_for()
    {
        var view = View();
        using var cursor = view.GetRowCursor([view.Schema["Size"]]);
        Assert.Equal(-1, cursor.Position);
        Assert.True(cursor.IsColumnActive(view.Schema["Size"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Name"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Name"]));
        var getter = cursor.GetGetter<int>(view.Schema["Size"]);
        var id = cursor.GetIdGetter();
        var sizes = new List<int>();
        while (cursor.MoveNext())
        {
            var (size, row) = (0, default(DataViewRowId));
            getter(ref size);
            id(ref row);
            Assert.Equal((ulong)cursor.Position, row.Low);
            sizes.Add(size);
        }

        Assert.Equal([1, 0, 3], sizes);
        Assert.Single(view.GetRowCursorSet(view.Schema, 2));
    }

    [Fact]
    public void The_schema_follows_the_columns()
    {
        var frame = new DataFrame(new SingleDataFrameColumn("A", [1, 2]));
        var before = ((IDataView)frame).Schema;
        Assert.Same(before, ((IDataView)frame).Schema);
        frame.Columns.Add(new SingleDataFrameColumn("B", [3, 4]));
        frame["A"].SetName("C");
        Assert.Equal(["C", "B"], ((IDataView)frame).Schema.Select(column => column.Name));
    }

    [Fact]
    public void Frames_go_into_pipelines()
    {
        var mlContext = new MLContext(seed: 1);
        var frame = new DataFrame(new SingleDataFrameColumn("A", [1, 2]), new SingleDataFrameColumn("B", [3, 4]));
        var joined = mlContext.Transforms.Concatenate("Both", "A", "B").Fit(frame).Transform(frame);
        Assert.Equal([[1, 3], [2, 4]], joined.GetColumn<float[]>("Both"));
    }
}
