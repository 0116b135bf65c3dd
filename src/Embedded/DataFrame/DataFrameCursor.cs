using Microsoft.ML;
using Microsoft.ML.Data;

namespace Microsoft.Data.Analysis;

/// <summary>Goes through the rows of a data frame for ML.NET.</summary>
internal sealed class DataFrameCursor : DataViewRowCursor
{
    private readonly long _rowCount;
    private readonly Delegate[] _getters;
    private long _position = -1;

    public DataFrameCursor(DataFrame frame, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Schema = ((IDataView)frame).Schema;
        _rowCount = frame.Rows.Count;
        _getters = new Delegate[Schema.Count];
        foreach (var column in columnsNeeded)
            _getters[column.Index] = frame.Columns[column.Index].GetterAt(this);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public override bool MoveNext() => _position + 1 <= _rowCount && ++_position < _rowCount;

    public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] is not null;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)_position, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
        ? (ValueGetter<TValue>)_getters[column.Index]
        : throw new ArgumentOutOfRangeException(nameof(column));
}
