using MLNetUNetFill.IO.Sources;

namespace MLNetUNetFill.IO.Mtx;

/// <summary>
/// Reads the cells of <c>matrix.mtx</c> one after the other and holds one of them: possible where the entries are sorted by cell, as Cell
/// Ranger and scanpy write them. The genes of a cell may come in any order.
/// </summary>
internal sealed class MatrixMarketRows(TenXFolder folder, FeatureTable features, int cellCount, CancellationToken cancellation = default)
    : ICellReader
{
    private readonly MatrixMarketEntries _entries = new(folder, features, cellCount, cancellation);
    private int[] _genes = new int[256];
    private float[] _values = new float[256];
    private int _count;
    private (int Cell, int Gene, float Value) _ahead = (-1, -1, 0);

    /// <summary>0-based number of the cell that is held.</summary>
    public int Cell { get; private set; } = -1;

    /// <summary>Whether all entries came sorted by cell so far; where not, no more cells are served.</summary>
    public bool IsSorted { get; private set; } = true;

    /// <summary>The genes of the cell, ascending.</summary>
    public ReadOnlySpan<int> Genes => _genes.AsSpan(0, _count);

    /// <summary>The values of the cell, parallel to <see cref="Genes"/>, above 0.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    /// <summary>Reads the next cell, which may have no entries.</summary>
    /// <returns>False after the last cell of a complete file, and where <see cref="IsSorted"/> turned false.</returns>
    /// <exception cref="GapFillException">The file is damaged or malformed.</exception>
    public bool MoveNext()
    {
        _count = 0;
        if (Cell < 0) ReadAhead();
        if (!IsSorted || Cell + 1 == cellCount) return false;
        Cell++;
        var ascending = true;
        while (_ahead.Cell == Cell)
        {
            if (_count == _genes.Length)
            {
                Array.Resize(ref _genes, 2 * _count);
                Array.Resize(ref _values, 2 * _count);
            }

            ascending &= _count == 0 || _ahead.Gene > _genes[_count - 1];
            (_genes[_count], _values[_count]) = (_ahead.Gene, _ahead.Value);
            _count++;
            ReadAhead();
        }

        IsSorted = _ahead.Cell > Cell;
        if (!IsSorted) return false;
        if (!ascending) Sort();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _entries.Dispose();

    private void ReadAhead()
    {
        if (!_entries.TryRead(out _ahead.Cell, out _ahead.Gene, out _ahead.Value)) _ahead.Cell = int.MaxValue;
    }

    private void Sort()
    {
        var genes = _genes.AsSpan(0, _count);
        genes.Sort(_values.AsSpan(0, _count));
        for (var i = 1; i < genes.Length; i++)
            if (genes[i] == genes[i - 1]) throw _entries.Duplicate(Cell, genes[i]);
    }
}
