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
            throw new GapFillException($"Column '{column.Name}': found {Counted.Text(statistics.CellCount, "cell")} with counts; "
                + "expected at least 2 to train on.");
        return statistics;
    }

    /// <summary>Second pass: raw counts of the modelled genes in the sampled cells, and their library sizes over every gene.</summary>
    public static TrainingCounts Select(IDataView input, DataViewSchema.Column column, int[] genes, CellSample sample,
        CancellationToken cancellation)
    {
        var (builder, libraries) = (new SparseCellsBuilder(CountsColumn.GeneCount(column), genes), new List<float>());
        foreach (var cell in CellRows.ReadCounts(input, column, cancellation))
        {
            if (cell.Genes.IsEmpty || !sample.Take(cell.Id)) continue;
            builder.AddCounts(cell.Genes, cell.Counts, cell.Library);
            libraries.Add((float)cell.Library);
        }
        return new TrainingCounts(builder.Build(), libraries);
    }
}

/// <summary>
/// Draws cells without replacement in two passes over the same cells: those whose hashes of seed and row id are the smallest. The first
/// pass keeps as many hashes as cells are wanted; which cells are drawn does not depend on the order in which they come, nor on how cursors
/// share them.
/// </summary>
/// <param name="size">Cells to draw; all of them where there are fewer.</param>
/// <param name="seed">Seed of the draw.</param>
internal sealed class CellSample(int size, int seed)
{
    private readonly PriorityQueue<ulong, ulong> _smallest = new(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));
    private int _taken;

    /// <summary>Number of cells drawn.</summary>
    public int Count => _smallest.Count;

    /// <summary>First pass: enters a cell for the draw.</summary>
    public void Offer(DataViewRowId id)
    {
        var hash = Hash(id);
        if (_smallest.Count < size) _smallest.Enqueue(hash, hash);
        else _smallest.EnqueueDequeue(hash, hash);
    }

    /// <summary>Second pass: whether a cell is drawn. Never true for more cells than are wanted, even if ids repeat.</summary>
    public bool Take(DataViewRowId id) => Hash(id) <= _smallest.Peek() && _taken++ < size;

    private ulong Hash(DataViewRowId id) => new SplitMix64(seed, (long)id.Low, ~(long)id.High).Next();
}
