using Microsoft.ML;
using MLNetUNetFill.Cells;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>The cells of an HDF5 file as ML.NET sees them. Every cursor over the values opens the file anew.</summary>
/// <param name="open">Opens the cells.</param>
/// <param name="cells">The cells' columns.</param>
internal sealed class Hdf5DataView(Func<ICellRows> open, CellSchema cells) : IDataView
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
        return new Cursor(active[CellSchema.ValuesIndex] ? open() : null, cells, active);
    }

    /// <summary>One cursor: chunks are unpacked in the file's order.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ICellRows? rows, CellSchema cells, bool[] active) : CellCursor(cells, active)
    {
        private int _cell;

        protected override int Cell => _cell;

        protected override void MoveTo(int position)
        {
            _cell = position;
            rows?.MoveNext();
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
