using Microsoft.Data.Analysis;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.DataFrames;

/// <summary>The simulated test cells as a data frame: <c>barcode</c>, the genes, <c>cluster</c> (a number) in their midst,
/// <c>label</c>.</summary>
internal static class CellFrames
{
    public static IReadOnlyList<string> GeneNames => TestCells.Simulated.Counts.GeneNames;

    public static DataFrame Simulated()
    {
        var counts = TestCells.Simulated.Counts;
        var frame = new DataFrame(new StringDataFrameColumn("barcode", counts.Barcodes));
        for (var gene = 0; gene < counts.GeneCount; gene++) frame.Columns.Add(Gene(gene));
        frame.Columns.Insert(41, new Int32DataFrameColumn("cluster", Enumerable.Range(0, counts.CellCount).Select(cell => cell % 3)));
        frame.Columns.Add(new StringDataFrameColumn("label", TestCells.Simulated.Labels));
        return frame;
    }

    public static float[] ValuesOf(DataFrame frame, string gene)
    {
        var column = Assert.IsType<SingleDataFrameColumn>(frame[gene]);
        Assert.Equal(0, column.NullCount);
        return [.. column.Select(value => value!.Value)];
    }

    /// <summary>A column of counts; the type of number changes from gene to gene.</summary>
    private static DataFrameColumn Gene(int gene)
    {
        var counts = TestCells.Simulated.Counts;
        var values = Enumerable.Range(0, counts.CellCount).Select(cell => counts[cell, gene]);
        return (gene % 4) switch
        {
            0 => new SingleDataFrameColumn(GeneNames[gene], values),
            1 => new Int32DataFrameColumn(GeneNames[gene], values.Select(value => (int)value)),
            2 => new DoubleDataFrameColumn(GeneNames[gene], values.Select(value => (double)value)),
            _ => new Int16DataFrameColumn(GeneNames[gene], values.Select(value => (short)value)),
        };
    }
}
