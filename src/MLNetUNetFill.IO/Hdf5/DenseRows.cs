namespace MLNetUNetFill.IO.Hdf5;

/// <summary>The cells of a matrix that holds every value, zeros too.</summary>
internal sealed class DenseRows : ICellRows
{
    private const int ValuesAtOnce = 1 << 21;

    private readonly Hdf5File _file;
    private readonly Hdf5Dataset _matrix;
    private readonly float[] _block, _values;
    private readonly int[] _genes;
    private readonly int _geneCount, _rowsAtOnce;
    private int _row = -1, _rows, _count;
    private long _next;

    /// <param name="file">The file, owned.</param>
    /// <param name="matrix">Cells x genes.</param>
    public DenseRows(Hdf5File file, Hdf5Dataset matrix)
    {
        (_file, _matrix, _geneCount) = (file, matrix, checked((int)matrix.Dimensions[1]));
        // Whole chunks at once, so that each is unpacked once.
        var chunk = matrix.Chunks is [var rows, ..] ? (long)Math.Min(rows, (ulong)ValuesAtOnce) : 1;
        var fitting = Math.Max(1, ValuesAtOnce / Math.Max(1, _geneCount));
        _rowsAtOnce = (int)Math.Min(matrix.Dimensions[0], chunk <= fitting ? fitting / chunk * chunk : 4L * fitting >= chunk ? chunk
            : fitting);
        (_block, _genes, _values) = (new float[(long)_rowsAtOnce * _geneCount], new int[_geneCount], new float[_geneCount]);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Genes => _genes.AsSpan(0, _count);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    /// <inheritdoc/>
    public void MoveNext()
    {
        if (++_row == _rows)
        {
            _rows = (int)Math.Min(_rowsAtOnce, _matrix.Dimensions[0] - _next);
            _matrix.ReadRows(_next, _rows, _block.AsSpan(0, _rows * _geneCount));
            _next += _rows;
            _row = 0;
        }

        _count = 0;
        var row = _block.AsSpan(_row * _geneCount, _geneCount);
        for (var gene = 0; gene < row.Length; gene++)
        {
            if (row[gene] == 0) continue;
            (_genes[_count], _values[_count]) = (gene, row[gene]);
            _count++;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
