using Microsoft.ML;

namespace MLNetUNetFill.Cells;

/// <summary>Reads the training cells, those that have any count, from an <see cref="IDataView"/> in two passes.</summary>
internal static class TrainingCells
{
    /// <summary>First pass: statistics of every gene over the cells, each of which is offered to the sample, and what their values look
    /// like.</summary>
    public static GeneStatistics Measure(IDataView input, DataViewSchema.Column column, CellSample sample, CountEvidence evidence,
        CancellationToken cancellation)
    {
        var statistics = new GeneStatistics(CountsColumn.GeneCount(column));
        foreach (var cell in CellRows.ReadCounts(input, column, cancellation))
        {
            evidence.Add(cell.Counts);
            if (cell.Genes.IsEmpty) continue;
            statistics.Add(cell.Genes, cell.Counts, cell.Library);
            sample.Offer(cell.Id);
        }
        if (statistics.CellCount < 2)
            throw new GapFillException($"Column '{column.Name}': found {statistics.CellCount} cells with counts; expected at least 2 to "
                + $"train on.");
        return statistics;
    }

    /// <summary>Second pass: raw counts of the modelled genes in the sampled cells, and their library sizes over every gene.</summary>
    public static TrainingCounts Select(IDataView input, DataViewSchema.Column column, int[] genes, CellSample sample,
        CancellationToken cancellation)
    {
        var (builder, libraries) = (new SparseCellsBuilder(CountsColumn.GeneCount(column), genes), new List<float>());
        foreach (var cell in Read(input, column, cancellation))
        {
            if (!sample.Take(cell.Id)) continue;
            builder.AddCounts(cell.Genes, cell.Counts, cell.Library);
            libraries.Add((float)cell.Library);
        }
        return new TrainingCounts(builder.Build(), libraries);
    }

    private static IEnumerable<CellCounts> Read(IDataView input, DataViewSchema.Column column, CancellationToken cancellation) =>
        CellRows.ReadCounts(input, column, cancellation).Where(cell => !cell.Genes.IsEmpty);
}
