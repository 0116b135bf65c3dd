namespace Microsoft.ML.Data;

/// <summary>A sequence of objects as rows; each cursor enumerates it anew.</summary>
internal sealed class EnumerableDataView<TRow>(IEnumerable<TRow> data, SchemaDefinition definition) : IDataView
    where TRow : class
{
    private readonly TypedColumns<TRow> _columns = new(definition);

    public bool CanShuffle => false;

    public DataViewSchema Schema => _columns.Schema;

    public long? GetRowCount() => (data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(_columns, data.GetEnumerator(), columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(TypedColumns<TRow> columns, IEnumerator<TRow> rows, IEnumerable<DataViewSchema.Column> active)
        : RootCursor(columns.Schema, active)
    {
        protected override bool MoveNextCore()
        {
            if (!rows.MoveNext())
                return false;
            if (rows.Current == null)
                throw new InvalidOperationException("Encountered null when iterating over data, this is not supported.");
            return true;
        }

        protected override Delegate MakeGetter(DataViewSchema.Column column) => columns.MakeGetter(column, () =>
        {
            CheckOnRow();
            return rows.Current;
        });

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            rows.Dispose();
        }
    }
}
