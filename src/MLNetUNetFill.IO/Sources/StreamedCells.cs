namespace MLNetUNetFill.IO.Sources;

/// <summary>The cells of a file as ML.NET sees them. Every cursor over the values reads the file from its start and holds one
/// cell.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="cells">The cells' columns.</param>
/// <param name="open">Opens the file.</param>
internal sealed class StreamedCells(string path, CellSchema cells, Func<ICellReader> open) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => cells.Columns;

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => cells.CellCount;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = RequestedColumns.Active(cells.Columns, columnsNeeded);
        return new Cursor(path, active[CellSchema.ValuesIndex] ? open() : null, cells, active);
    }

    /// <summary>One cursor: a packed file can be read from its start alone.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <param name="path">The file, for messages.</param>
    /// <param name="rows">The file, owned; null where the values are not asked for.</param>
    /// <param name="cells">The cells' columns.</param>
    /// <param name="active">For each column, whether it was asked for.</param>
    private sealed class Cursor(string path, ICellReader? rows, CellSchema cells, bool[] active) : CellCursor(cells, active)
    {
        private int _cell;

        protected override int Cell => _cell;

        protected override void MoveTo(int position)
        {
            _cell = position;
            if (rows is not null && !rows.MoveNext())
                throw new GapFillException($"{path} was changed since it was opened: it has no cell {position + 1} in its place any more; "
                    + "expected the same file.");
        }

        protected override ReadOnlySpan<int> Genes => rows!.Genes;

        protected override ReadOnlySpan<float> Values => rows!.Values;

        protected override void Dispose(bool disposing)
        {
            if (disposing) rows?.Dispose();
            base.Dispose(disposing);
        }
    }
}
