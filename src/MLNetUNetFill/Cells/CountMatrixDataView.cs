namespace MLNetUNetFill.Cells;

/// <summary>The rows of a matrix as ML.NET sees them.</summary>
/// <param name="matrix">Cells x genes.</param>
/// <param name="cells">The cells' columns.</param>
internal sealed class CountMatrixDataView(CountMatrix matrix, CellSchema cells) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => cells.Columns;

    /// <inheritdoc/>
    public bool CanShuffle => true;

    /// <inheritdoc/>
    public long? GetRowCount() => matrix.CellCount;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        int[]? order = null;
        if (rand is not null)
        {
            order = [.. Enumerable.Range(0, matrix.CellCount)];
            rand.Shuffle(order);
        }

        return new CountMatrixCursor(matrix, cells, RequestedColumns.Active(cells.Columns, columnsNeeded), order);
    }

    /// <summary>One cursor: reading rows from memory is fast, so that several would gain nothing.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}

/// <summary>Goes through the cells of a matrix, in their order or another.</summary>
/// <param name="matrix">Cells x genes.</param>
/// <param name="cells">The cells' columns.</param>
/// <param name="active">For each column, whether the reader needs it.</param>
/// <param name="order">The cells in the order in which to serve them, null for their own.</param>
internal sealed class CountMatrixCursor(CountMatrix matrix, CellSchema cells, bool[] active, int[]? order) : CellCursor(cells, active)
{
    private int _cell;

    protected override int Cell => _cell;

    protected override void MoveTo(int position) => _cell = order is null ? position : order[position];

    protected override ReadOnlySpan<int> Genes => matrix.GenesOf(_cell);

    protected override ReadOnlySpan<float> Values => matrix.ValuesOf(_cell);
}
