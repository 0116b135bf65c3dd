namespace MLNetUNetFill.Cells;

/// <summary>Goes through the cells of a matrix, in their order or another.</summary>
/// <param name="matrix">Cells x genes.</param>
/// <param name="cells">The cells' columns.</param>
/// <param name="active">For each column, whether it was asked for.</param>
/// <param name="order">The cells in the order to serve them, null for their own.</param>
internal sealed class CountMatrixCursor(CountMatrix matrix, CellSchema cells, bool[] active, int[]? order) : CellCursor(cells, active)
{
    private int _cell;

    protected override int Cell => _cell;

    protected override void MoveTo(int position) => _cell = order is null ? position : order[position];

    protected override ReadOnlySpan<int> Genes => matrix.GenesOf(_cell);

    protected override ReadOnlySpan<float> Values => matrix.ValuesOf(_cell);
}
