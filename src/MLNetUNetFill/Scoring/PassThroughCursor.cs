using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Scoring;

/// <summary>The input's rows under the schema of the output, for a reader that does not need the filled column.</summary>
internal class PassThroughCursor(DataViewRowCursor input, DataViewSchema schema) : DataViewRowCursor
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => schema;

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override bool MoveNext() => input.MoveNext();

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) =>
        column.Index < input.Schema.Count && input.IsColumnActive(input.Schema[column.Index]);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        return input.GetGetter<TValue>(input.Schema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }
}
