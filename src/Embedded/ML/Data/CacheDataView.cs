namespace Microsoft.ML.Data;

/// <summary>Keeps columns in memory, each from the first time that a cursor asks for it.</summary>
internal sealed class CacheDataView : IDataView
{
    private readonly IDataView _input;
    private readonly ColumnCache[] _columns;
    private readonly Lock _filling = new();
    private long? _rowCount;

    internal CacheDataView(IDataView input, IEnumerable<DataViewSchema.Column> columnsToPrefetch)
    {
        _input = input;
        _columns = new ColumnCache[input.Schema.Count];
        _rowCount = input.GetRowCount();
        var prefetched = columnsToPrefetch.ToArray();
        if (prefetched.Length > 0)
            Fill(prefetched);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _input.Schema;

    public long? GetRowCount() => _rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var needed = columnsNeeded.ToArray();
        var rowCount = Fill(needed);
        int[] order = null;
        if (rand != null)
        {
            order = [.. Enumerable.Range(0, (int)rowCount)];
            rand.Shuffle(order);
        }

        return new Cursor(this, needed, rowCount, order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private long Fill(DataViewSchema.Column[] needed)
    {
        lock (_filling)
        {
            var missing = Array.FindAll(needed, column => _columns[column.Index] == null);
            if (missing.Length == 0 && _rowCount is { } known)
                return known;

            using var cursor = _input.GetRowCursor(missing);
            var caches = Array.ConvertAll(missing, column => ColumnCache.Create(cursor, column));
            var rowCount = 0L;
            for (; cursor.MoveNext(); rowCount++)
            {
                foreach (var cache in caches)
                    cache.AddCurrent();
            }

            // Only a column that was read to the end counts as cached.
            for (var i = 0; i < missing.Length; i++)
                _columns[missing[i].Index] = caches[i];
            _rowCount = rowCount;
            return rowCount;
        }
    }

    private sealed class Cursor(CacheDataView parent, DataViewSchema.Column[] needed, long rowCount, int[] order)
        : RootCursor(parent.Schema, needed)
    {
        protected override long RowNumber => order == null ? Position : order[Position];

        protected override bool MoveNextCore() => Position + 1 < rowCount;

        protected override Delegate MakeGetter(DataViewSchema.Column column) => parent._columns[column.Index].CreateGetter(() =>
        {
            CheckOnRow();
            return (int)RowNumber;
        });
    }
}
