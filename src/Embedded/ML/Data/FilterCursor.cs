namespace Microsoft.ML.Data;

/// <summary>A cursor over some of the rows of another, which it owns.</summary>
internal abstract class FilterCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> active) : RootCursor(input.Schema, active)
{
    public override long Batch => Input.Batch;

    protected DataViewRowCursor Input { get; } = input;

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    protected override Delegate MakeGetter(DataViewSchema.Column column) => RowGetters.Get(Input, column);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Input.Dispose();
    }
}
