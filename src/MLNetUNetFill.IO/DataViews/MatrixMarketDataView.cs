using Microsoft.ML;
using MLNetUNetFill.Cells;
using MLNetUNetFill.IO.Mtx;

namespace MLNetUNetFill.IO.DataViews;

/// <summary>The cells of a file that is sorted by cell, as ML.NET sees them. Every cursor over the values reads the file from its start.</summary>
/// <param name="folder">The file and its neighbours.</param>
/// <param name="features">The genes.</param>
/// <param name="cells">The cells' columns.</param>
internal sealed class MatrixMarketDataView(TenXFolder folder, FeatureTable features, CellSchema cells) : IDataView
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
        var rows = active[CellSchema.ValuesIndex] ? new MatrixMarketRows(folder, features, cells.CellCount) : null;
        return new MatrixMarketCursor(folder.Matrix, rows, cells, active);
    }

    /// <summary>One cursor: a packed file can be read from its start alone.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
