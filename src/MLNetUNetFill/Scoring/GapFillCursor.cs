namespace MLNetUNetFill.Scoring;

/// <summary>
/// Reads a batch of cells ahead, scores them in one call when the first of them is asked for, and serves the rows one by one.
/// </summary>
/// <param name="input">The cells; owned.</param>
/// <param name="passedThrough">The input's active columns.</param>
/// <param name="countsColumn">The input's raw counts.</param>
/// <param name="schema">The input's columns and, after them, the scored ones.</param>
/// <param name="scored">The active scored columns.</param>
/// <param name="session">The model.</param>
/// <param name="batchSize">Cells scored in one call.</param>
internal sealed class GapFillCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> passedThrough,
    DataViewSchema.Column countsColumn, DataViewSchema schema, IEnumerable<DataViewSchema.Column> scored, GapFillSession session,
    int batchSize) : DataViewRowCursor
{
    private readonly ValueGetter<DataViewRowId> _idGetter = input.GetIdGetter();
    private readonly Dictionary<int, ColumnBuffer> _columns =
        passedThrough.ToDictionary(column => column.Index, column => ColumnBuffer.Create(input, column, batchSize));
    private readonly (long Position, long Batch, DataViewRowId Id)[] _rows = new (long, long, DataViewRowId)[batchSize];
    private readonly ScoredCells _scored = new(input, countsColumn, scored, session, batchSize);
    private int _read, _current = -1;
    private bool _isDisposed;

    /// <inheritdoc/>
    public override DataViewSchema Schema => schema;

    /// <inheritdoc/>
    public override long Position => _current < 0 ? -1 : _rows[_current].Position;

    /// <inheritdoc/>
    public override long Batch => _current < 0 ? 0 : _rows[_current].Batch;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_current + 1 < _read)
        {
            _current++;
            return true;
        }
        // Where reading ahead fails, the cursor must not stand on a row of the batch before.
        (_current, _read) = (-1, 0);
        _scored.Clear();
        if (!_isDisposed) ReadAhead();
        _current = _read > 0 ? 0 : -1;
        return _read > 0;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) =>
        _scored.Has(column) || _columns.ContainsKey(column.Index);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _rows[CurrentSlot()].Id;

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        var getter = _scored.Has(column) ? _scored.GetGetter(column, CurrentSlot) : _columns[column.Index].GetGetter(CurrentSlot);
        return RequestedColumns.As<TValue>(getter, column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        (_current, _read, _isDisposed) = (-1, 0, true);
        base.Dispose(disposing);
    }

    private void ReadAhead()
    {
        while (_read < _rows.Length && input.MoveNext())
        {
            ref var row = ref _rows[_read];
            (row.Position, row.Batch) = (input.Position, input.Batch);
            _idGetter(ref row.Id);
            _scored.Read(row.Position);
            foreach (var column in _columns.Values) column.Read(_read);
            _read++;
        }
    }

    private int CurrentSlot() => _current >= 0 ? _current
        : throw new InvalidOperationException("The cursor does not stand on a row: call MoveNext, and read no further once it returned "
            + "false.");
}
