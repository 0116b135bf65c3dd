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
        if (starts.Vector("one dimension") != majorCount + 1)
            throw starts.Error($"found {starts.Shape}", $"{majorCount + 1}, one more than the shape gives");
        foreach (var dataset in new[] { indices, starts })
            if (!dataset.IsInteger) throw dataset.Error($"found {dataset.Type.Class}", "whole numbers");
        if (!data.IsNumeric && !data.IsFlags) throw data.Error($"found {data.Type.Class}", "numbers");
        return new(data, indices, starts, count);
    }
}

/// <summary>The cells of a matrix whose rows are cells and compressed.</summary>
/// <param name="matrix">The datasets; their file is owned.</param>
/// <param name="indexCount">How many genes (features) the indices may name.</param>
/// <param name="columnOfIndex">For each of them its column, -1 for one that is left out; null where all are taken.</param>
internal sealed class CompressedRows(CompressedMatrix matrix, int indexCount, int[]? columnOfIndex = null) : CellBuffer
{
    private const int StartsAtOnce = 1 << 13;
    private const int EntriesAtOnce = 1 << 18;

    private readonly long[] _starts = new long[StartsAtOnce];
    private readonly int[] _indices = new int[Math.Min(matrix.Count, Math.Max(EntriesAtOnce, indexCount))];
    private readonly float[] _data = new float[Math.Min(matrix.Count, Math.Max(EntriesAtOnce, indexCount))];
    private long _cell = -1, _end, _startsFrom, _startsEnd, _windowStart, _windowEnd;

    public override bool MoveNext()
    {
        if (_cell < 0 && (_end = Start(0)) != 0) throw matrix.Starts.Error($"found a first value of {_end}", "0");
        if (++_cell == matrix.Starts.Count - 1) return false;
        var (start, end) = (_end, Start(_cell + 1));
        if (end < start || end > matrix.Count)
            throw matrix.Starts.Error($"found {end} after {start} at place {_cell + 2}",
                $"ascending numbers up to the {matrix.Count} values that there are");
        if (end - start > indexCount)
            throw matrix.Starts.Error($"found {end - start} values for cell {_cell + 1}", $"at most {indexCount}, one a gene");
        _end = end;
        Fill(start, end);
        Clear();
        var indices = _indices.AsSpan((int)(start - _windowStart), (int)(end - start));
        var data = _data.AsSpan((int)(start - _windowStart), indices.Length);
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            if ((uint)index >= (uint)indexCount)
                throw matrix.Indices.Error($"found the gene index {index} in cell {_cell + 1}", $"0 to {indexCount - 1}");
            if (columnOfIndex is null) Add(index, data[i]);
            else if (columnOfIndex[index] >= 0) Add(columnOfIndex[index], data[i]);
        }

        return Sort() is not { } twice ? true
            : throw matrix.Indices.Error($"found gene {twice + 1} twice in cell {_cell + 1}", "every gene once");
    }

    public override void Dispose() => matrix.Data.File.Dispose();

    private long Start(long at)
    {
        if (at >= _startsEnd)
        {
            (_startsFrom, _startsEnd) = (at, Math.Min(at + StartsAtOnce, matrix.Starts.Count));
            matrix.Starts.Read(at, _starts.AsMemory(0, (int)(_startsEnd - at)));
        }

        return _starts[at - _startsFrom];
    }

    private void Fill(long start, long end)
    {
        if (start >= _windowStart && end <= _windowEnd) return;
        var count = (int)Math.Min(matrix.Count - start, _indices.Length);
        matrix.Indices.Read(start, _indices.AsMemory(0, count));
        matrix.Data.Read(start, _data.AsMemory(0, count));
        (_windowStart, _windowEnd) = (start, start + count);
    }
}
