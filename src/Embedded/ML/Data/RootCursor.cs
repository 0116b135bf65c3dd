namespace Microsoft.ML.Data;

/// <summary>A cursor that counts its rows. At the end, or when disposed of, it stands on no row and its position is -1 again.</summary>
internal abstract class RootCursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> active) : DataViewRowCursor
{
    private readonly HashSet<int> _active = [.. active.Select(column => column.Index)];
    private long _position = -1;
    private bool _disposed;

    public sealed override long Position => _position;

    public override long Batch => 0;

    public sealed override DataViewSchema Schema => schema;

    public sealed override bool MoveNext()
    {
        if (_disposed)
            return false;
        if (MoveNextCore())
        {
            _position++;
            return true;
        }

        Dispose();
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        CheckOnRow();
        id = new((ulong)RowNumber, 0);
    };

    public sealed override bool IsColumnActive(DataViewSchema.Column column)
    {
        RowGetters.CheckColumn(schema, column);
        return _active.Contains(column.Index);
    }

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw RowGetters.Inactive(column);
        return RowGetters.As<TValue>(MakeGetter(column), column);
    }

    /// <summary>The number of the current row in the data, which differs from the position when rows are shuffled.</summary>
    protected virtual long RowNumber => _position;

    protected abstract bool MoveNextCore();

    protected abstract Delegate MakeGetter(DataViewSchema.Column column);

    protected void CheckOnRow()
    {
        if (_position < 0)
            throw new InvalidOperationException("Values can only be fetched when the cursor stands on a row: call MoveNext first.");
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        _position = -1;
    }
}
