using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>A cursor of a <see cref="DoublingView"/>.</summary>
internal sealed class DoublingCursor(DoublingTransformer transformer, DataViewRowCursor input, DataViewSchema schema, HashSet<int> active)
    : DataViewRowCursor
{
    private readonly DoublingValues _values = new(transformer, input, schema);
    private int _moves = -1;
    private bool _isDisposed;

    public override DataViewSchema Schema => schema;

    public override long Position => transformer.Defect == Defect.CountsPositionsItself ? _moves : input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext()
    {
        _moves++;
        if (_isDisposed && transformer.Defect == Defect.GoesOnAfterDispose) return true;
        try
        {
            return input.MoveNext();
        }
        catch (IOException e) when (transformer.Defect == Defect.WrapsErrors)
        {
            throw new InvalidOperationException("The input failed.", e);
        }
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => transformer.Defect == Defect.MakesIdsItself
        ? (ref DataViewRowId id) => id = new DataViewRowId((ulong)_moves, 0)
        : input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => transformer.Defect == Defect.CallsEveryColumnActive
        || (column.Index < schema.Count && active.Contains(column.Index));

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active.");
        return _values.GetGetter<TValue>(column);
    }

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        if (disposing && transformer.Defect != Defect.LeavesItsInputOpen) input.Dispose();
        base.Dispose(disposing);
    }
}
