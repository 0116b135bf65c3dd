using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Scoring;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>The input's rows with the filled column beside them.</summary>
/// <param name="input">The rows; owned.</param>
/// <param name="schema">The input's columns and, last, the filled one.</param>
/// <param name="filled">Gives the filled rows.</param>
internal sealed class BaselineCursor(DataViewRowCursor input, DataViewSchema schema, Func<FilledCells> filled) : DataViewRowCursor
{
    private readonly ValueGetter<DataViewRowId> _idGetter = input.GetIdGetter();
    private FilledCells? _filled;

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
        column.Index == input.Schema.Count || input.IsColumnActive(input.Schema[column.Index]);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        return column.Index == input.Schema.Count
            ? RequestedColumns.As<TValue>((ValueGetter<VBuffer<float>>)GetFilled, column)
            : input.GetGetter<TValue>(input.Schema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }

    private void GetFilled(ref VBuffer<float> value)
    {
        DataViewRowId id = default;
        _idGetter(ref id);
        FilledValues.Write((_filled ??= filled()).Row(id), ref value);
    }
}
