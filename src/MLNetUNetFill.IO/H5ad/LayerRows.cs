using System.Runtime.InteropServices;
using MLNetUNetFill.IO.Output;

namespace MLNetUNetFill.IO.H5ad;

/// <summary>
/// Rows of values on their way into a layer. The first cells tell whether it is smaller dense or sparse; the entries of a sparse one are
/// spooled, since their number has to be known before the first is written.
/// </summary>
internal sealed class LayerRows : IDisposable
{
    private const int CellsToJudge = 64;
    private const int EntriesAtOnce = 1 << 16;

    private readonly int _cells, _genes;
    private readonly int[] _columnOf;
    private readonly IEnumerator<ReadOnlyMemory<float>> _rows;
    private readonly List<float[]> _first = [];
    private readonly float[] _row;
    private readonly CancellationToken _cancellation;
    private readonly string _spoolPath;
    private FileStream? _indices, _values;
    private int _taken;

    /// <param name="cells">Rows to come.</param>
    /// <param name="genes">Columns of the layer.</param>
    /// <param name="columnOf">For each value of a row its column in the layer, -1 for one that has none.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="spoolPath">Where entries may be kept for a while.</param>
    /// <param name="cancellation">Stops.</param>
    public LayerRows(int cells, int genes, int[] columnOf, IEnumerable<ReadOnlyMemory<float>> rows, string spoolPath,
        CancellationToken cancellation)
    {
        (_cells, _genes, _columnOf, _row) = (cells, genes, columnOf, new float[genes]);
        (_rows, _spoolPath, _cancellation) = (rows.GetEnumerator(), spoolPath, cancellation);
    }

    /// <summary>Makes the layer.</summary>
    public H5Object Build(Hdf5Output output)
    {
        long nonZero = 0;
        while (_first.Count < Math.Min(CellsToJudge, _cells))
        {
            float[] row = [.. Next()];
            _first.Add(row);
            nonZero += row.Length - row.AsSpan().Count(0f);
        }

        // An entry of a sparse matrix takes a value and an index.
        return 2 * nonZero < (long)_first.Count * _genes ? Sparse(output) : Dense(output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _indices?.Dispose();
        _values?.Dispose();
    }

    /// <summary>All rows; most of them in the same buffer.</summary>
    private IEnumerable<float[]> All()
    {
        foreach (var row in _first) yield return row;
        while (_taken < _cells) yield return Next();
        if (_rows.MoveNext()) throw new ArgumentException($"More than {_cells} rows for {_cells} cells; expected one a cell.");
    }

    private float[] Next()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (!_rows.MoveNext()) throw new ArgumentException($"{_taken} rows for {_cells} cells; expected one a cell.");
        var values = _rows.Current.Span;
        ExpressionSink.Check(values, _columnOf.Length, _taken);
        for (var i = 0; i < values.Length; i++)
            if (_columnOf[i] >= 0) _row[_columnOf[i]] = values[i];

        _taken++;
        return _row;
    }

    private H5Dataset Dense(Hdf5Output output)
    {
        long[] dimensions = [_cells, _genes];
        return Hdf5Output.Encode(output.Streamed(dimensions, true, Pieces), "array", "0.2.0");

        IEnumerable<float[]> Pieces()
        {
            var piece = new float[Hdf5Output.RowsAtOnce(dimensions) * _genes];
            var filled = 0;
            foreach (var row in All())
            {
                row.CopyTo(piece, filled);
                filled += _genes;
                if (filled < piece.Length) continue;
                yield return piece;
                filled = 0;
            }

            if (filled > 0) yield return piece[..filled];
        }
    }

    private H5Group Sparse(Hdf5Output output)
    {
        _indices = Spool(".indices");
        _values = Spool(".values");
        var starts = new long[_cells + 1];
        var (indices, values) = (new BinaryWriter(_indices), new BinaryWriter(_values));
        var cell = 0;
        foreach (var row in All())
        {
            starts[cell + 1] = starts[cell];
            for (var gene = 0; gene < row.Length; gene++)
            {
                if (row[gene] == 0) continue;
                indices.Write(gene);
                values.Write(row[gene]);
                starts[cell + 1]++;
            }

            cell++;
        }

        indices.Flush();
        values.Flush();
        return SparseMatrix.Build(output, starts, _genes, () => Pieces<int>(_indices, starts[^1]),
            () => Pieces<float>(_values, starts[^1]));
    }

    private FileStream Spool(string ending) => new(_spoolPath + ending, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16,
        FileOptions.DeleteOnClose);

    private static IEnumerable<T[]> Pieces<T>(FileStream spool, long count) where T : unmanaged
    {
        spool.Position = 0;
        var piece = new T[Math.Min(EntriesAtOnce, count)];
        for (; count > 0; count -= piece.Length)
        {
            if (piece.Length > count) piece = new T[count];
            spool.ReadExactly(MemoryMarshal.AsBytes(piece.AsSpan()));
            yield return piece;
        }
    }
}

/// <summary>A sparse matrix to write, compressed by cell.</summary>
internal static class SparseMatrix
{
    /// <param name="output">The file.</param>
    /// <param name="starts">Where each cell starts, and where the last ends.</param>
    /// <param name="genes">Columns.</param>
    /// <param name="indices">The columns of the entries, in pieces.</param>
    /// <param name="values">Their values, in pieces.</param>
    public static H5Group Build(Hdf5Output output, long[] starts, int genes, Func<IEnumerable<int[]>> indices,
        Func<IEnumerable<float[]>> values)
    {
        var matrix = Hdf5Output.Group("csr_matrix", "0.1.0");
        matrix.Attributes["shape"] = new long[] { starts.Length - 1, genes };
        matrix["data"] = Entries(values);
        // Readers want both kinds of indices in one type.
        var isShort = starts[^1] <= int.MaxValue;
        matrix["indices"] = isShort ? Entries(indices)
            : Entries(() => indices().Select(piece => Array.ConvertAll(piece, index => (long)index)));
        matrix["indptr"] = isShort ? new H5Dataset(Array.ConvertAll(starts, start => (int)start)) : new H5Dataset(starts);
        return matrix;

        H5Dataset Entries<T>(Func<IEnumerable<T[]>> pieces) =>
            starts[^1] == 0 ? new H5Dataset(Array.Empty<T>()) : output.Streamed([starts[^1]], true, pieces);
    }
}
