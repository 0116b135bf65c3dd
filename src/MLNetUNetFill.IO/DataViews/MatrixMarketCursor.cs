using MLNetUNetFill.Cells;
using MLNetUNetFill.IO.Mtx;

namespace MLNetUNetFill.IO.DataViews;

/// <summary>Goes through the cells of a file that is sorted by cell, and holds one of them.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="rows">The file, owned; null where the values are not asked for.</param>
/// <param name="cells">The cells' columns.</param>
/// <param name="active">For each column, whether it was asked for.</param>
internal sealed class MatrixMarketCursor(string path, MatrixMarketRows? rows, CellSchema cells, bool[] active) : CellCursor(cells, active)
{
    private int _cell;

    protected override int Cell => _cell;

    protected override void MoveTo(int position)
    {
        _cell = position;
        if (rows is not null && !rows.MoveNext())
            throw new GapFillException($"{path} was sorted by cell when it was opened and is not any more at cell {position + 1}; expected the same file.");
    }

    protected override ReadOnlySpan<int> Genes => rows!.Genes;

    protected override ReadOnlySpan<float> Values => rows!.Values;

    protected override void Dispose(bool disposing)
    {
        if (disposing) rows?.Dispose();
        base.Dispose(disposing);
    }
}
