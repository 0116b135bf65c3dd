namespace MLNetUNetFill.IO.Hdf5;

/// <summary>The cells of a matrix that holds every value, zeros too.</summary>
internal sealed class DenseRows : CellBuffer
{
    private const int ValuesAtOnce = 1 << 21;

    private readonly Hdf5Dataset _matrix;
    private readonly float[] _block;
    private readonly int _geneCount, _rowsAtOnce;
    private long _cell = -1;

    /// <param name="matrix">Cells x genes; its file is owned.</param>
    public DenseRows(Hdf5Dataset matrix)
    {
        (_matrix, _geneCount) = (matrix, checked((int)matrix.Dimensions[1]));
        // Whole chunks at once, so that each is unpacked once.
        var chunk = matrix.Chunks is [var rows, ..] ? (long)Math.Min(rows, (ulong)ValuesAtOnce) : 1;
        var fitting = Math.Max(1, ValuesAtOnce / Math.Max(1, _geneCount));
        var rowsAtOnce = chunk <= fitting ? fitting / chunk * chunk : chunk <= 4L * fitting ? chunk : fitting;
        _rowsAtOnce = (int)Math.Min(matrix.Dimensions[0], rowsAtOnce);
        _block = new float[(long)_rowsAtOnce * _geneCount];
    }

    public override bool MoveNext()
    {
        if (++_cell == _matrix.Dimensions[0]) return false;
        var row = (int)(_cell % _rowsAtOnce);
        if (row == 0)
        {
            var rows = Math.Min(_rowsAtOnce, _matrix.Dimensions[0] - _cell);
            _matrix.Read(_cell, rows, _block.AsMemory(0, (int)rows * _geneCount));
        }

        Clear();
        var values = _block.AsSpan(row * _geneCount, _geneCount);
        for (var gene = 0; gene < values.Length; gene++) Add(gene, values[gene]);
        return true;
    }

    public override void Dispose() => _matrix.File.Dispose();
}
