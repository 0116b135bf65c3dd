namespace MLNetUNetFill.Cells;

/// <summary>The one loop over the rows of a view whose vector columns hold a value per gene: counts, or what a model or method made of
/// them.</summary>
internal static class CellRows
{
    /// <summary>Reads vector columns cell by cell.</summary>
    /// <param name="view">Cells in rows.</param>
    /// <param name="columns">The columns to read, vectors of <see cref="float"/>.</param>
    /// <param name="cancellation">Checked before every cell.</param>
    /// <returns>One row per cell; the next row overwrites it.</returns>
    public static IEnumerable<CellRow> Read(IDataView view, DataViewSchema.Column[] columns, CancellationToken cancellation)
    {
        using var cursor = view.GetRowCursor(columns);
        var row = new CellRow(cursor, columns);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            row.Read();
            yield return row;
        }
    }

    /// <summary>Reads a column of raw counts cell by cell.</summary>
    /// <param name="view">Cells in rows.</param>
    /// <param name="column">The counts, a vector of <see cref="float"/>.</param>
    /// <param name="cancellation">Checked before every cell.</param>
    /// <returns>One row per cell, also for cells without counts; the next row overwrites it.</returns>
    /// <exception cref="GapFillException">A value is negative, NaN or infinite.</exception>
    public static IEnumerable<CellCounts> ReadCounts(IDataView view, DataViewSchema.Column column, CancellationToken cancellation)
    {
        var cell = new CellCounts(CountsColumn.GeneCount(column));
        foreach (var row in Read(view, [column], cancellation))
        {
            CountsColumn.CheckCounts(row[0], column, row.Position);
            cell.Read(row);
            yield return cell;
        }
    }
}

/// <summary>A row of a view, as <see cref="CellRows.Read"/> serves it.</summary>
internal sealed class CellRow(DataViewRow row, DataViewSchema.Column[] columns)
{
    private readonly ValueGetter<DataViewRowId> _idGetter = row.GetIdGetter();
    private readonly ValueGetter<VBuffer<float>>[] _getters = Array.ConvertAll(columns, column => row.GetGetter<VBuffer<float>>(column));
    private readonly VBuffer<float>[] _vectors = new VBuffer<float>[columns.Length];
    private DataViewRowId _id;

    /// <summary>0-based row.</summary>
    public long Position => row.Position;

    /// <summary>Id of the row, the same in whatever order the rows come.</summary>
    public DataViewRowId Id => _id;

    /// <summary>The vector of the column with that place among those that are read.</summary>
    public ref readonly VBuffer<float> this[int column] => ref _vectors[column];

    public void Read()
    {
        _idGetter(ref _id);
        for (var column = 0; column < _getters.Length; column++) _getters[column](ref _vectors[column]);
    }
}

/// <summary>A cell's raw counts, as <see cref="CellRows.ReadCounts"/> serves them.</summary>
/// <param name="geneCount">Number of genes of the column.</param>
internal sealed class CellCounts(int geneCount)
{
    private readonly int[] _genes = new int[geneCount];
    private readonly float[] _counts = new float[geneCount];
    private int _stored;

    /// <summary>0-based row.</summary>
    public long Position { get; private set; }

    /// <summary>Id of the row, the same in whatever order the rows come.</summary>
    public DataViewRowId Id { get; private set; }

    /// <summary>The genes with a count, ascending.</summary>
    public ReadOnlySpan<int> Genes => _genes.AsSpan(0, _stored);

    /// <summary>Their counts, above 0.</summary>
    public ReadOnlySpan<float> Counts => _counts.AsSpan(0, _stored);

    /// <summary>Sum of the counts.</summary>
    public double Library { get; private set; }

    public void Read(CellRow row)
    {
        (Position, Id, Library, _stored) = (row.Position, row.Id, 0, 0);
        foreach (var (gene, count) in row[0].Items())
        {
            if (count <= 0) continue;
            (_genes[_stored], _counts[_stored]) = (gene, count);
            Library += count;
            _stored++;
        }
    }
}
