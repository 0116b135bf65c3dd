using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Analysis;
using Microsoft.ML.Data;
using MLNetUNetFill.DataFrames;

namespace MLNetUNetFill.Tests.DataFrames;

public class FrameCountsTests
{
    public static TheoryData<DataFrameColumn> Types => new()
    {
        new SingleDataFrameColumn("c", new float?[] { 3, null, 0 }),
        new DoubleDataFrameColumn("c", new double?[] { 3, null, double.NaN }),
        new Int32DataFrameColumn("c", new int?[] { 3, null, 0 }),
        new Int64DataFrameColumn("c", new long?[] { 3, null, 0 }),
        new Int16DataFrameColumn("c", new short?[] { 3, null, 0 }),
        new ByteDataFrameColumn("c", new byte?[] { 3, null, 0 }),
        new SByteDataFrameColumn("c", new sbyte?[] { 3, null, 0 }),
        new UInt16DataFrameColumn("c", new ushort?[] { 3, null, 0 }),
        new UInt32DataFrameColumn("c", new uint?[] { 3, null, 0 }),
        new UInt64DataFrameColumn("c", new ulong?[] { 3, null, 0 }),
        new DecimalDataFrameColumn("c", new decimal?[] { 3, null, 0 }),
        new PrimitiveDataFrameColumn<float>("c", [3, float.NaN, -0f]),
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Any_number_is_a_count(DataFrameColumn column)
    {
        var counts = new float[3];
        NumericColumn.Read(column, counts, isTraining: true);
        Assert.Equal([3, 0, 0], counts);
    }

    [Fact]
    public void Values_that_are_no_counts_are_named_with_column_and_row()
    {
        Assert.Equal("Column 'Actb', row 2: found -0.5; expected a count, a finite number that is not negative.",
            Refusal(new DoubleDataFrameColumn("Actb", [1, -0.5])));
        Assert.Equal("Column 'Actb', row 3: found -1; expected a count, a finite number that is not negative.",
            Refusal(new Int32DataFrameColumn("Actb", new int?[] { 1, null, -1 })));
        Assert.StartsWith("Column 'Actb', row 1: found Infinity;", Refusal(new SingleDataFrameColumn("Actb", [float.PositiveInfinity])));
        Assert.StartsWith("Column 'Actb', row 2: found 8E-317; expected 0, or at least 1.4E-45",
            Refusal(new DoubleDataFrameColumn("Actb", [0, 8e-317])));
        Assert.StartsWith("Column 'Actb', row 1: found 1E+300; expected at most 3.4E+38, the most that",
            Refusal(new DoubleDataFrameColumn("Actb", [1e300])));
        Assert.Equal("Column 'Actb' holds values of type Boolean; expected numbers.", Refusal(new BooleanDataFrameColumn("Actb", [true])));

        static string Refusal(DataFrameColumn column) => Assert.Throws<GapFillException>(() => Read([column])).Message;
    }

    [Fact]
    public void Columns_become_rows() => Prop.ForAll<byte[], byte>((numbers, width) =>
    {
        var genes = width % 7 + 1;
        var rows = Math.Max(1, numbers.Length / genes);
        // Half of the entries are zeros.
        float At(int row, int gene) => row * genes + gene < numbers.Length && numbers[row * genes + gene] is var number && number % 2 == 0
            ? number / 2f : 0;
        var columns = Enumerable.Range(0, genes)
            .Select(gene => (DataFrameColumn)new SingleDataFrameColumn($"g{gene}", Enumerable.Range(0, rows).Select(row => At(row, gene))))
            .ToArray();

        var view = Read(columns).ToDataView("Raw");
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Raw"].GetSlotNames(ref names);
        return names.DenseValues().Select(name => name.ToString()).SequenceEqual(columns.Select(column => column.Name))
            && view.GetColumn<float[]>("Raw")
            .Select((cell, row) => cell.SequenceEqual(Enumerable.Range(0, genes).Select(gene => At(row, gene))))
            .SequenceEqual(Enumerable.Repeat(true, rows));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_are_sparse()
    {
        var view = Read([.. Enumerable.Range(0, 50).Select(gene => new SingleDataFrameColumn($"g{gene}", [gene == 7 ? 1 : 0]))])
            .ToDataView("Raw");
        Assert.Equal(1, view.GetColumn<VBuffer<float>>("Raw").Single().GetValues().Length);
    }

    private static FrameCounts Read(DataFrameColumn[] columns) =>
        FrameCounts.Read(columns, Array.ConvertAll(columns, column => column.Name), columns[0].Length, isTraining: true);
}
