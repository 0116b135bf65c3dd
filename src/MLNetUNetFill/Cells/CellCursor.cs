using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Cells;

/// <summary>Goes through cells; the derived class says where their values come from.</summary>
/// <param name="cells">The cells' columns.</param>
/// <param name="active">For each column, whether the reader needs it.</param>
internal abstract class CellCursor(CellSchema cells, bool[] active) : DataViewRowCursor
{
    private int _next;
    private bool _onRow;

    /// <inheritdoc/>
    public sealed override DataViewSchema Schema => cells.Columns;

    /// <inheritdoc/>
    public sealed override long Position => _onRow ? _next - 1 : -1;

    /// <inheritdoc/>
    public sealed override long Batch => 0;

    /// <inheritdoc/>
    public sealed override bool MoveNext()
    {
        // A cursor that fails stands on no row.
        _onRow = false;
        if (_next >= cells.CellCount) return false;
        MoveTo(_next);
        _next++;
        return _onRow = true;
    }

    /// <inheritdoc/>
    public sealed override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <summary>A cell keeps its id whatever the order.</summary>
    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
        id = new DataViewRowId((ulong)CurrentCell(), 0);

    /// <inheritdoc/>
    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        Delegate getter = column.Index switch
        {
            CellSchema.ValuesIndex => (ValueGetter<VBuffer<float>>)GetValues,
            CellSchema.BarcodeIndex => Text(cells.Barcodes),
            _ => Text(cells.Labels!),
        };
        return RequestedColumns.As<TValue>(getter, column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        (_onRow, _next) = (false, cells.CellCount);
        base.Dispose(disposing);
    }

    /// <summary>The cell at the cursor's position.</summary>
    protected abstract int Cell { get; }

    /// <summary>Goes to the next position.</summary>
    protected abstract void MoveTo(int position);

    /// <summary>The genes of the cell that have a value, ascending.</summary>
    protected abstract ReadOnlySpan<int> Genes { get; }

    /// <summary>Their values.</summary>
    protected abstract ReadOnlySpan<float> Values { get; }

    private ValueGetter<ReadOnlyMemory<char>> Text(IReadOnlyList<string> texts) => (ref ReadOnlyMemory<char> value) =>
        value = texts[CurrentCell()].AsMemory();

    private void GetValues(ref VBuffer<float> value)
    {
        CurrentCell();
        var genes = Genes;
        var editor = VBufferEditor.Create(ref value, cells.GeneCount, genes.Length);
        Values.CopyTo(editor.Values);
        // A vector with a value in every slot is dense and has no indices.
        if (genes.Length < cells.GeneCount) genes.CopyTo(editor.Indices);
        value = editor.Commit();
    }

    private int CurrentCell() => _onRow ? Cell
        : throw new InvalidOperationException("The cursor does not stand on a row: call MoveNext, and read no further once it returned "
            + "false.");
}
