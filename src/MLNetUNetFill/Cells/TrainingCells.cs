using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Cells;

/// <summary>Reads the training cells from an <see cref="IDataView"/>, one row at a time, in two passes.</summary>
internal static class TrainingCells
{
    /// <summary>First pass: statistics of every gene over the cells that have any count, each of which is offered to the sample.</summary>
    public static GeneStatistics Measure(IDataView input, DataViewSchema.Column column, CellSample sample, CancellationToken cancellation)
    {
        var statistics = new GeneStatistics(CountsColumn.GeneCount(column));
        Read(input, column, cancellation, (id, genes, counts, library) =>
        {
            statistics.Add(genes, counts, library);
            sample.Offer(id);
        });
        if (statistics.CellCount < 2)
            throw new GapFillException($"Column '{column.Name}': found {statistics.CellCount} cells with counts; expected at least 2 to train on.");
        return statistics;
    }

    /// <summary>Second pass: log1p CP10k of the modelled genes in the sampled cells. The library size counts every gene.</summary>
    public static NormalizedCells Select(IDataView input, DataViewSchema.Column column, int[] genes, CellSample sample, CancellationToken cancellation)
    {
        var builder = new NormalizedCellsBuilder(CountsColumn.GeneCount(column), genes);
        Select(input, column, sample, cancellation, builder);
        return builder.Build();
    }

    /// <summary>Second pass: raw counts of the modelled genes in the sampled cells, and their library sizes over every gene.</summary>
    public static TrainingCounts SelectCounts(IDataView input, DataViewSchema.Column column, int[] genes, CellSample sample, CancellationToken cancellation)
    {
        var builder = new TrainingCountsBuilder(CountsColumn.GeneCount(column), genes);
        Select(input, column, sample, cancellation, builder);
        return builder.Build();
    }

    private static void Select(IDataView input, DataViewSchema.Column column, CellSample sample, CancellationToken cancellation, CellsBuilder builder) =>
        Read(input, column, cancellation, (id, genes, counts, library) =>
        {
            if (sample.Take(id)) builder.Add(genes, counts, library);
        });

    private delegate void CellReader(DataViewRowId id, ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, double library);

    private static void Read(IDataView input, DataViewSchema.Column column, CancellationToken cancellation, CellReader read)
    {
        using var cursor = input.GetRowCursor([column]);
        var (getter, idGetter) = (cursor.GetGetter<VBuffer<float>>(column), cursor.GetIdGetter());
        var genes = new int[CountsColumn.GeneCount(column)];
        var counts = new float[genes.Length];
        VBuffer<float> row = default;
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            getter(ref row);
            CountsColumn.CheckCounts(row, column.Name, genes.Length, cursor.Position);
            var stored = 0;
            double library = 0;
            foreach (var (gene, count) in row.Items())
                if (count > 0)
                {
                    (genes[stored], counts[stored]) = (gene, count);
                    library += count;
                    stored++;
                }
            if (stored == 0) continue;
            idGetter(ref id);
            read(id, genes.AsSpan(0, stored), counts.AsSpan(0, stored), library);
        }
    }
}
