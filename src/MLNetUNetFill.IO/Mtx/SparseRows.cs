namespace MLNetUNetFill.IO.Mtx;

/// <summary>Collects entries in any order and puts them into a matrix, cells x genes.</summary>
/// <param name="cellCount">Number of cells.</param>
/// <param name="geneCount">Number of genes.</param>
/// <param name="expected">Entries that are said to come; arrays still grow with what comes, since a file may lie.</param>
internal sealed class SparseRows(int cellCount, int geneCount, long expected)
{
    private int[] _rows = new int[Math.Min(expected, 1 << 20)];
    private int[] _columns = new int[Math.Min(expected, 1 << 20)];
    private float[] _values = new float[Math.Min(expected, 1 << 20)];
    private readonly int[] _rowStarts = new int[cellCount + 1];
    private int _count;
    private bool _ordered = true;

    public void Add(int row, int column, float value)
    {
        var at = _count;
        if (at == _columns.Length) Grow();
        if (at > 0) _ordered &= row > _rows[at - 1] || (row == _rows[at - 1] && column > _columns[at - 1]);
        (_rows[at], _columns[at], _values[at]) = (row, column, value);
        _rowStarts[row + 1]++;
        _count = at + 1;
    }

    /// <summary>The matrix. If an entry came twice, <paramref name="duplicate"/> is the first such.</summary>
    public SparseCells Build(out (int Row, int Column)? duplicate)
    {
        duplicate = null;
        for (var row = 0; row < cellCount; row++) _rowStarts[row + 1] += _rowStarts[row];
        if (_ordered)
        {
            Array.Resize(ref _columns, _count);
            Array.Resize(ref _values, _count);
            return new SparseCells(geneCount, _rowStarts, _columns, _values);
        }

        var next = _rowStarts.AsSpan(0, cellCount).ToArray();
        var (columns, values) = (new int[_count], new float[_count]);
        for (var i = 0; i < _count; i++)
        {
            var at = next[_rows[i]]++;
            (columns[at], values[at]) = (_columns[i], _values[i]);
        }

        for (var row = 0; row < cellCount; row++)
        {
            var (start, length) = (_rowStarts[row], _rowStarts[row + 1] - _rowStarts[row]);
            var sorted = columns.AsSpan(start, length);
            sorted.Sort(values.AsSpan(start, length));
            for (var i = 1; i < length && duplicate is null; i++)
                if (sorted[i] == sorted[i - 1]) duplicate = (row, sorted[i]);
        }

        return new SparseCells(geneCount, _rowStarts, columns, values);
    }

    private void Grow()
    {
        var capacity = (int)Math.Min(Math.Max(expected, 16), Math.Min(2L * _count + 16, Array.MaxLength));
        Array.Resize(ref _rows, capacity);
        Array.Resize(ref _columns, capacity);
        Array.Resize(ref _values, capacity);
    }
}
