namespace MLNetUNetFill.IO.Mtx;

/// <summary>
/// Reads the cells of <c>matrix.mtx</c> one after the other and holds one of them: possible where the entries are sorted by cell, as Cell
/// Ranger and scanpy write them. The genes of a cell may come in any order.
/// </summary>
internal sealed class MatrixMarketRows(TenXFolder folder, FeatureTable features, int cellCount, CancellationToken cancellation = default)
    : CellBuffer
{
    private readonly MatrixMarketEntries _entries = new(folder, features, cellCount, cancellation);
    private (int Cell, int Gene, float Value) _ahead = (-1, -1, 0);
    private int _cell = -1;

    /// <summary>Whether all entries came sorted by cell so far; where not, no more cells are served.</summary>
    public bool IsSorted { get; private set; } = true;

    /// <summary>Reads the next cell, which may have no entries.</summary>
    /// <returns>False after the last cell of a complete file, and where <see cref="IsSorted"/> turned false.</returns>
    /// <exception cref="GapFillException">The file is damaged or malformed.</exception>
    public override bool MoveNext()
    {
        Clear();
        if (_cell < 0) ReadAhead();
        if (!IsSorted || _cell + 1 == cellCount) return false;
        for (_cell++; _ahead.Cell == _cell; ReadAhead()) Add(_ahead.Gene, _ahead.Value);
        IsSorted = _ahead.Cell > _cell;
        if (!IsSorted) return false;
        return Sort() is { } twice ? throw _entries.Duplicate(_cell, twice) : true;
    }

    public override void Dispose() => _entries.Dispose();

    private void ReadAhead()
    {
        if (!_entries.TryRead(out _ahead.Cell, out _ahead.Gene, out _ahead.Value)) _ahead.Cell = int.MaxValue;
    }
}
