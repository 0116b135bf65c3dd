namespace MLNetUNetFill.IO.Hdf5;

/// <summary>The three datasets of a compressed sparse matrix, checked against each other.</summary>
/// <param name="Data">The values.</param>
/// <param name="Indices">The minor index of every value.</param>
/// <param name="Starts">Where each row of the major index starts, and where the last ends.</param>
/// <param name="Count">How many values.</param>
internal sealed record CompressedMatrix(Hdf5Dataset Data, Hdf5Dataset Indices, Hdf5Dataset Starts, long Count)
{
    /// <summary>Finds the datasets in a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="majorCount">How many rows (cells where rows are compressed, genes where columns are).</param>
    public static CompressedMatrix Find(Hdf5Group group, long majorCount)
    {
        const string expected = "the three datasets data, indices and indptr of a sparse matrix";
        var (data, indices, starts) = (group.RequiredDataset("data", expected), group.RequiredDataset("indices", expected),
            group.RequiredDataset("indptr", expected));
        var count = data.Vector("one dimension");
        if (indices.Vector("one dimension") != count) throw indices.Error($"found {indices.Shape}", $"{count}, as many as data has");
        if (starts.Vector("one dimension") != majorCount + 1) throw starts.Error($"found {starts.Shape}",
            $"{majorCount + 1}, one more than the shape gives");
        foreach (var dataset in new[] { indices, starts })
            if (!dataset.IsInteger) throw dataset.Error($"found {dataset.Type.Class}", "whole numbers");
        if (!data.IsNumeric && !data.IsFlags) throw data.Error($"found {data.Type.Class}", "numbers");
        return new(data, indices, starts, count);
    }
}

/// <summary>The cells of a matrix whose rows are cells and compressed.</summary>
internal sealed class CompressedRows : ICellRows
{
    private const int StartsAtOnce = 1 << 13;
    private const int EntriesAtOnce = 1 << 18;

    private readonly Hdf5File _file;
    private readonly CompressedMatrix _matrix;
    private readonly int[]? _columnOfIndex;
    private readonly int _indexCount;
    private readonly long[] _starts = new long[StartsAtOnce];
    private readonly int[] _indices, _genes;
    private readonly float[] _data, _values;
    private long _cell = -1, _end, _startsFrom, _windowStart, _windowEnd;
    private int _startsCount, _at, _count;
    private bool _asStored;

    /// <param name="file">The file, owned.</param>
    /// <param name="matrix">The datasets.</param>
    /// <param name="indexCount">How many genes (features) the indices may name.</param>
    /// <param name="columnOfIndex">For each of them its column, -1 for one that is left out; null where all are taken.</param>
    public CompressedRows(Hdf5File file, CompressedMatrix matrix, int indexCount, int[]? columnOfIndex = null)
    {
        (_file, _matrix, _indexCount, _columnOfIndex) = (file, matrix, indexCount, columnOfIndex);
        var window = (int)Math.Min(matrix.Count, Math.Max(EntriesAtOnce, indexCount));
        (_indices, _data) = (new int[window], new float[window]);
        (_genes, _values) = (new int[indexCount], new float[indexCount]);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Genes => _asStored ? _indices.AsSpan(_at, _count) : _genes.AsSpan(0, _count);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Values => _asStored ? _data.AsSpan(_at, _count) : _values.AsSpan(0, _count);

    /// <inheritdoc/>
    public void MoveNext()
    {
        if (_cell < 0)
        {
            _end = Start(0);
            if (_end != 0) throw _matrix.Starts.Error($"found a first value of {_end}", "0");
        }

        var (start, end) = (_end, Start(++_cell + 1));
        if (end < start || end > _matrix.Count)
            throw _matrix.Starts.Error($"found {end} after {start} at place {_cell + 2}",
                $"ascending numbers up to the {_matrix.Count} values that there are");
        if (end - start > _indexCount)
            throw _matrix.Starts.Error($"found {end - start} values for cell {_cell + 1}", $"at most {_indexCount}, one a gene");
        _end = end;
        Fill(start, end);
        _at = (int)(start - _windowStart);
        _count = (int)(end - start);
        Take();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private long Start(long at)
    {
        if (at >= _startsFrom + _startsCount)
        {
            _startsFrom = at;
            _startsCount = (int)Math.Min(StartsAtOnce, _matrix.Starts.Count - at);
            _matrix.Starts.Read(at, _starts.AsSpan(0, _startsCount));
        }

        return _starts[at - _startsFrom];
    }

    private void Fill(long start, long end)
    {
        if (start >= _windowStart && end <= _windowEnd) return;
        var count = (int)Math.Min(_matrix.Count - start, _indices.Length);
        _matrix.Indices.Read(start, _indices.AsSpan(0, count));
        _matrix.Data.Read(start, _data.AsSpan(0, count));
        (_windowStart, _windowEnd) = (start, start + count);
    }

    /// <summary>Nearly every cell is served as it is stored: genes ascending, no zeros.</summary>
    private void Take()
    {
        var indices = _indices.AsSpan(_at, _count);
        var data = _data.AsSpan(_at, _count);
        _asStored = _columnOfIndex is null;
        var last = -1;
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            if ((uint)index >= (uint)_indexCount)
                throw _matrix.Indices.Error($"found the gene index {index} in cell {_cell + 1}", $"0 to {_indexCount - 1}");
            _asStored &= index > last && data[i] != 0;
            last = index;
        }

        if (_asStored) return;
        var (count, ascending) = (0, true);
        for (var i = 0; i < indices.Length; i++)
        {
            var column = _columnOfIndex is null ? indices[i] : _columnOfIndex[indices[i]];
            if (column < 0 || data[i] == 0) continue;
            ascending &= count == 0 || column > _genes[count - 1];
            (_genes[count], _values[count]) = (column, data[i]);
            count++;
        }

        _count = count;
        if (ascending) return;
        var genes = _genes.AsSpan(0, count);
        genes.Sort(_values.AsSpan(0, count));
        for (var i = 1; i < count; i++)
            if (genes[i] == genes[i - 1]) throw _matrix.Indices.Error($"found gene {genes[i] + 1} twice in cell {_cell + 1}",
                "every gene once");
    }
}
