using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

/// <summary>A view of a foreign assembly: the numbers 0, 1, ... in the columns A and B. It notes which columns its cursors were asked for.</summary>
internal sealed class ProbeDataView : IDataView
{
    private readonly int _rowCount;

    internal ProbeDataView(int rowCount = 4)
    {
        _rowCount = rowCount;
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("A", NumberDataViewType.Single);
        schema.AddColumn("B", NumberDataViewType.Single);
        Schema = schema.ToSchema();
    }

    /// <summary>The names of the columns asked for, one item a cursor.</summary>
    internal List<string> Requests { get; } = [];

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToArray();
        lock (Requests)
            Requests.Add(string.Join(",", needed.Select(column => column.Name)));
        return new Cursor(this, needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ProbeDataView parent, DataViewSchema.Column[] active) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => parent.Schema;

        public override bool MoveNext() => ++_position < parent._rowCount;

        public override bool IsColumnActive(DataViewSchema.Column column) => Array.Exists(active, other => other.Index == column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                throw new InvalidOperationException($"Column {column.Name} is not active.");
            return (ValueGetter<TValue>)(Delegate)(ValueGetter<float>)((ref float value) => value = _position);
        }
    }
}
