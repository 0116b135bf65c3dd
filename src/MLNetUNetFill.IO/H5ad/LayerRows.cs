using MLNetUNetFill.IO.Hdf5;
using PureHDF;

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
        (_cells, _genes, _columnOf, _rows, _spoolPath, _cancellation) = (cells, genes, columnOf, rows.GetEnumerator(), spoolPath,
            cancellation);
        _row = new float[genes];
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
        if (values.Length != _columnOf.Length) throw new ArgumentException($"Row {_taken} has {values.Length} values for {_columnOf.Length} genes; expected as many.");
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new GapFillException($"The value to write for gene {i + 1} of cell {_taken + 1} is {values[i]}; expected a finite number.");
            if (_columnOf[i] >= 0) _row[_columnOf[i]] = values[i];
        }

        _taken++;
        return _row;
    }

    private H5Dataset Dense(Hdf5Output output)
    {
        long[] dimensions = [_cells, _genes];
        var layer = output.Streamed(dimensions, true, Pieces);
        layer.Attributes["encoding-type"] = "array";
        layer.Attributes["encoding-version"] = "0.2.0";
        return layer;

        IEnumerable<(long, long, float[])> Pieces()
        {
            var rowsAtOnce = (int)Hdf5Output.RowsAtOnce(dimensions);
            var piece = new float[rowsAtOnce * _genes];
            var (start, count) = (0, 0);
            foreach (var row in All())
            {
                row.CopyTo(piece, count++ * _genes);
                if (count < rowsAtOnce && start + count < _cells) continue;
                yield return (start, count, count == rowsAtOnce ? piece : piece[..(count * _genes)]);
                (start, count) = (start + count, 0);
            }
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
        return SparseMatrix.Build(output, starts, _genes, () => Pieces<int>(_indices, starts[^1]), () =>
            Pieces<float>(_values, starts[^1]));
    }

    private FileStream Spool(string ending) => new(_spoolPath + ending, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16,
        FileOptions.DeleteOnClose);

    private static IEnumerable<(long, long, T[])> Pieces<T>(FileStream spool, long count) where T : unmanaged
    {
        spool.Position = 0;
        var piece = new T[Math.Min(EntriesAtOnce, count)];
        for (long start = 0; start < count; start += piece.Length)
        {
            if (piece.Length > count - start) piece = new T[count - start];
            spool.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(piece.AsSpan()));
            yield return (start, piece.Length, piece);
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
    public static H5Group Build(Hdf5Output output, long[] starts, int genes, Func<IEnumerable<(long, long, int[])>> indices,
        Func<IEnumerable<(long, long, float[])>> values)
    {
        var matrix = Hdf5Output.Group("csr_matrix", "0.1.0");
        matrix.Attributes["shape"] = new long[] { starts.Length - 1, genes };
        var count = starts[^1];
        matrix["data"] = count == 0 ? new H5Dataset(Array.Empty<float>()) : output.Streamed([count], true, values);
        // Readers want both kinds of indices in one type.
        if (count <= int.MaxValue)
        {
            matrix["indices"] = count == 0 ? new H5Dataset(Array.Empty<int>()) : output.Streamed([count], true, indices);
            matrix["indptr"] = new H5Dataset(Array.ConvertAll(starts, start => (int)start));
        }
        else
        {
            matrix["indices"] = output.Streamed([count], true, () =>
                indices().Select(piece => (piece.Item1, piece.Item2, Array.ConvertAll(piece.Item3, index => (long)index))));
            matrix["indptr"] = new H5Dataset(starts);
        }

        return matrix;
    }
}
