using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.IO.DataViews;

/// <summary>Goes through the cells of a matrix, in their order or another.</summary>
/// <param name="view">The matrix and its schema.</param>
/// <param name="active">For each column, whether it was asked for.</param>
/// <param name="order">The cells in the order to serve them, null for their own.</param>
internal sealed class CountMatrixCursor(CountMatrixDataView view, bool[] active, int[]? order) : DataViewRowCursor
{
    private int _next;
    private bool _onRow;

    /// <inheritdoc/>
    public override DataViewSchema Schema => view.Schema;

    /// <inheritdoc/>
    public override long Position => _onRow ? _next - 1 : -1;

    /// <inheritdoc/>
    public override long Batch => 0;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        _onRow = _next < view.Matrix.CellCount;
        if (_onRow) _next++;
        return _onRow;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <summary>A cell keeps its id whatever the order.</summary>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Cell(), 0);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active: it was not asked for when the cursor was made.");
        Delegate getter = column.Index switch
        {
            CountMatrixDataView.ValuesIndex => (ValueGetter<VBuffer<float>>)GetValues,
            CountMatrixDataView.BarcodeIndex => Text(view.Matrix.Barcodes),
            _ => Text(view.Labels!),
        };
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{column.Type.RawType}' of column '{column.Name}'.");
    }

    private ValueGetter<ReadOnlyMemory<char>> Text(IReadOnlyList<string> texts) => (ref ReadOnlyMemory<char> value) => value = texts[Cell()].AsMemory();

    private void GetValues(ref VBuffer<float> value)
    {
        var cell = Cell();
        var genes = view.Matrix.GenesOf(cell);
        var editor = VBufferEditor.Create(ref value, view.Matrix.GeneCount, genes.Length);
        view.Matrix.ValuesOf(cell).CopyTo(editor.Values);
        // A vector with a value in every slot is dense and has no indices.
        if (genes.Length < view.Matrix.GeneCount) genes.CopyTo(editor.Indices);
        value = editor.Commit();
    }

    private int Cell() => !_onRow
        ? throw new InvalidOperationException("The cursor does not stand on a row: call MoveNext, and read no further once it returned false.")
        : order is null ? _next - 1 : order[_next - 1];
}
