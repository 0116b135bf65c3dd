using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>A cursor over rows of a <see cref="ProbeView"/>; refuses whatever ML.NET's own cursors refuse.</summary>
/// <param name="view">The view.</param>
/// <param name="active">Indices of the active columns.</param>
/// <param name="rows">The place of each row in the order of all cursors, and its number.</param>
internal sealed class ProbeCursor(ProbeView view, HashSet<int> active, (int Place, int Row)[] rows) : DataViewRowCursor
{
    private int _at = -1;
    private bool _isDisposed;

    public override DataViewSchema Schema => view.Schema;

    public override long Position => _at;

    public override long Batch => _at < 0 ? 0 : 100 + rows[_at].Place;

    public override bool MoveNext()
    {
        if (_isDisposed) return false;
        if (++_at == rows.Length)
        {
            Dispose();
            return false;
        }
        view.Visit();
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        Check(column);
        return active.Contains(column.Index);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row(), 7);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active.");
        return view.Columns[column.Index].GetGetter(Row) as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Invalid TValue in GetGetter: '{typeof(TValue)}', "
                + $"expected type: '{column.Type.RawType}'.");
    }

    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed) view.Close();
        (_isDisposed, _at) = (true, -1);
        base.Dispose(disposing);
    }

    private int Row() => _at >= 0 ? rows[_at].Row
        : throw new InvalidOperationException("Values can only be fetched when the cursor stands on a row.");

    private void Check(DataViewSchema.Column column)
    {
        // A column of another schema would be another column with the same index.
        if (column.Index >= view.Columns.Count || column.Name != view.Columns[column.Index].Name)
            throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not of this schema.");
    }
}
