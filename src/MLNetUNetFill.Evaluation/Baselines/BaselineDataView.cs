using MLNetUNetFill.Scoring;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>The input's columns and the filled one, which is computed for all rows when a cursor first asks for it.</summary>
/// <param name="input">Cells in rows.</param>
/// <param name="counts">Input column of raw counts.</param>
/// <param name="schema">The input's columns and, last, the filled one.</param>
/// <param name="method">What fills.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class BaselineDataView(IDataView input, DataViewSchema.Column counts, DataViewSchema schema, Baseline method,
    CancellationToken cancellation) : IDataView
{
    private readonly Lock _lock = new();
    private FilledCells? _filled;

    /// <inheritdoc/>
    public bool CanShuffle => input.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => schema;

    /// <inheritdoc/>
    public long? GetRowCount() => input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = RequestedColumns.Active(schema, columnsNeeded);
        var rows = input.GetRowCursor(input.Schema.Where(column => active[column.Index]), rand);
        return active[^1] ? new BaselineCursor(rows, schema, Filled) : new PassThroughCursor(rows, schema);
    }

    /// <summary>One cursor: the work is done once, for all rows.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    // A failed or cancelled imputation is tried again by the next cursor.
    private FilledCells Filled()
    {
        lock (_lock) return _filled ??= FilledCells.Impute(input, counts, method, cancellation);
    }
}

/// <summary>The input's rows with the filled column, the last one, beside them.</summary>
/// <param name="input">The rows; owned.</param>
/// <param name="schema">The input's columns and the filled one.</param>
/// <param name="filled">Gives the filled rows.</param>
internal sealed class BaselineCursor(DataViewRowCursor input, DataViewSchema schema, Func<FilledCells> filled)
    : PassThroughCursor(input, schema)
{
    private readonly ValueGetter<DataViewRowId> _idGetter = input.GetIdGetter();
    private FilledCells? _filled;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => IsFilled(column) || base.IsColumnActive(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsFilled(column)
        ? RequestedColumns.As<TValue>((ValueGetter<VBuffer<float>>)GetFilled, column) : base.GetGetter<TValue>(column);

    private bool IsFilled(DataViewSchema.Column column) => column.Index == Schema.Count - 1;

    private void GetFilled(ref VBuffer<float> value)
    {
        DataViewRowId id = default;
        _idGetter(ref id);
        FilledValues.Write((_filled ??= filled()).Row(id), ref value);
    }
}
