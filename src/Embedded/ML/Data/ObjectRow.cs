namespace Microsoft.ML.Data;

/// <summary>A row that shows one object after the other.</summary>
internal sealed class ObjectRow<TRow>(SchemaDefinition definition) : DataViewRow
    where TRow : class
{
    private readonly TypedColumns<TRow> _columns = new(definition);
    private TRow _current;
    private long _position = -1;

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => _columns.Schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)_position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        RowGetters.CheckColumn(Schema, column);
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowGetters.CheckColumn(Schema, column);
        return RowGetters.As<TValue>(_columns.MakeGetter(column, () => _current), column);
    }

    internal void Show(TRow row)
    {
        _current = row;
        _position++;
    }
}
