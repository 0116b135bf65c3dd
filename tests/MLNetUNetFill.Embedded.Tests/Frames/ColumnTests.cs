using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;

namespace MLNetUNetFill.Embedded.Tests.Frames;

public class ColumnTests
{
    public static TheoryData<DataFrameColumn, bool> NumericOrNot => new()
    {
        { new ByteDataFrameColumn("c", [1, 0]), true },
        { new SByteDataFrameColumn("c", [1, 0]), true },
        { new Int16DataFrameColumn("c", [1, 0]), true },
        { new UInt16DataFrameColumn("c", [1, 0]), true },
        { new Int32DataFrameColumn("c", [1, 0]), true },
        { new UInt32DataFrameColumn("c", [1, 0]), true },
        { new Int64DataFrameColumn("c", [1, 0]), true },
        { new UInt64DataFrameColumn("c", [1, 0]), true },
        { new SingleDataFrameColumn("c", [1, 0]), true },
        { new DoubleDataFrameColumn("c", [1, 0]), true },
        { new DecimalDataFrameColumn("c", [1, 0]), true },
        { new PrimitiveDataFrameColumn<int>("c", [1, 0]), true },
        { new BooleanDataFrameColumn("c", [true, false]), false },
        { new CharDataFrameColumn("c", ['x', '\0']), false },
        { new DateTimeDataFrameColumn("c", new DateTime[] { new(2020, 1, 2), default }), false },
        { new StringDataFrameColumn("c", ["x", null]), false },
    };

    [Theory]
    [MemberData(nameof(NumericOrNot))]
    public void Numbers_are_numeric(DataFrameColumn column, bool numeric)
    {
        Assert.Equal(numeric, column.IsNumericColumn());
        Assert.Equal(2, column.Length);
        Assert.Equal(column.DataType, column[0].GetType());
        Assert.Equal(column.GetType(), column.Clone().GetType());
    }

    [Fact]
    public void Missing_values_are_counted()
    {
        var column = new Int32DataFrameColumn("c", new int?[] { 1, null, 3 });
        Assert.Equal((3L, 1L), (column.Length, column.NullCount));
        Assert.True(column.IsValid(0));
        Assert.False(column.IsValid(1));
        Assert.Null(column[1]);

        column[1] = 2;
        column[0] = null;
        column.Append(null);
        column.Append(5);
        Assert.Equal((5L, 2L), (column.Length, column.NullCount));
        Assert.Equal([null, 2, 3, null, 5], column);
        Assert.Equal([null, 2, 3, null, 5, null, null], column.Clone(2));
    }

    [Fact]
    public void Many_values_and_gaps_are_kept()
    {
        var column = new DoubleDataFrameColumn("c");
        for (var i = 0; i < 1000; i++) column.Append(i % 7 == 3 ? null : i);
        Assert.Equal(143, column.NullCount);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(i % 7 == 3 ? null : i, column[i]));
    }

    [Fact]
    public void A_column_of_a_length_alone_is_missing_throughout()
    {
        Assert.Equal(4, new SingleDataFrameColumn("c", 4).NullCount);
        Assert.Equal([null, null], new StringDataFrameColumn("c", 2));
        Assert.Equal(0, new Int32DataFrameColumn("c").Length);
    }

    [Fact]
    public void Values_are_of_the_columns_type()
    {
        DataFrameColumn numbers = new SingleDataFrameColumn("c", [1, 2]);
        DataFrameColumn texts = new StringDataFrameColumn("c", ["a"]);
        Assert.Throws<ArgumentException>(() => numbers[0] = 1);
        Assert.Throws<ArgumentException>(() => numbers[0] = "1");
        Assert.Throws<ArgumentException>(() => texts[0] = 1);
        Assert.Equal([1f, 2f], (SingleDataFrameColumn)numbers);
    }

    [Fact]
    public void There_is_no_row_behind_the_last()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SingleDataFrameColumn("c", [1, 2])[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SingleDataFrameColumn("c", 2)[2]);
    }

    [Fact]
    public void Buffers_become_values()
    {
        var bytes = MemoryMarshal.AsBytes<float>(new float[] { 1, 2, 3 }).ToArray();
        var full = new SingleDataFrameColumn("c", bytes, ReadOnlyMemory<byte>.Empty, 3);
        Assert.Equal([1f, 2f, 3f], full);
        Assert.Equal(0, full.NullCount);

        var gap = new SingleDataFrameColumn("c", bytes, new byte[] { 0b101 }, 3, 1);
        Assert.Equal([1f, null, 3f], gap);
        gap[1] = 5;
        gap.Append(null);
        full.Append(4);
        full[0] = null;
        Assert.Equal([1f, 5f, 3f, null], gap);
        Assert.Equal([null, 2f, 3f, 4f], full);
    }

    [Fact]
    public void Text_is_kept_as_it_is()
    {
        var column = new StringDataFrameColumn("c", ["a", "", null, "b"]);
        Assert.Equal(1, column.NullCount);
        column[0] = null;
        column[2] = "x";
        column.Append("y");
        Assert.Equal([null, "", "x", "b", "y"], column);
        Assert.Equal([null, "", "x", "b", "y", null], column.Clone(1));
        Assert.Equal((1L, 2L), (column.NullCount, column.Clone(1).NullCount));
        Assert.True(column.IsValid(1));
    }
}
