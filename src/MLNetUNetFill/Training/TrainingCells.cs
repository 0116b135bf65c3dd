using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Training;

/// <summary>Reads the training cells from an <see cref="IDataView"/>, one row at a time, in two passes.</summary>
internal static class TrainingCells
{
    /// <summary>First pass: statistics of every gene over the cells that have any count.</summary>
    public static GeneStatistics Measure(IDataView input, DataViewSchema.Column column, CancellationToken cancellation)
    {
        var statistics = new GeneStatistics(CountsColumn.GeneCount(column));
        Read(input, column, cancellation, statistics.Add);
        if (statistics.CellCount < 2)
            throw new GapFillException($"Column '{column.Name}': found {statistics.CellCount} cells with counts; expected at least 2 to train on.");
        return statistics;
    }

    /// <summary>Second pass: log1p CP10k of the modelled genes. The library size counts every gene.</summary>
    public static NormalizedCells Select(IDataView input, DataViewSchema.Column column, int[] genes, CancellationToken cancellation)
    {
        var builder = new NormalizedCellsBuilder(CountsColumn.GeneCount(column), genes);
        Read(input, column, cancellation, builder.Add);
        return builder.Build();
    }

    /// <summary>Second pass: raw counts of the modelled genes, and the library sizes over every gene.</summary>
    public static TrainingCounts SelectCounts(IDataView input, DataViewSchema.Column column, int[] genes, CancellationToken cancellation)
    {
        var builder = new TrainingCountsBuilder(CountsColumn.GeneCount(column), genes);
        Read(input, column, cancellation, builder.Add);
        return builder.Build();
    }

    private delegate void CellReader(ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, double library);

    private static void Read(IDataView input, DataViewSchema.Column column, CancellationToken cancellation, CellReader read)
    {
        using var cursor = input.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        var genes = new int[CountsColumn.GeneCount(column)];
        var counts = new float[genes.Length];
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            getter(ref row);
            CountsColumn.CheckCounts(row, column.Name, cursor.Position);
            var stored = 0;
            double library = 0;
            foreach (var (gene, count) in row.Items())
                if (count > 0)
                {
                    (genes[stored], counts[stored]) = (gene, count);
                    library += count;
                    stored++;
                }
            if (stored > 0) read(genes.AsSpan(0, stored), counts.AsSpan(0, stored), library);
        }
    }
}
