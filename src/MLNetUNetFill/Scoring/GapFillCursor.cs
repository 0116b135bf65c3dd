using System.Reflection;

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
/// <param name="judge">Told once what the first cells look like; null where no one wants to know.</param>
internal sealed class GapFillCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> passedThrough,
    DataViewSchema.Column countsColumn, DataViewSchema schema, IEnumerable<DataViewSchema.Column> scored, GapFillSession session,
    int batchSize, Action<CountEvidence>? judge) : DataViewRowCursor
{
    /// <summary>Cells after which it is known what the values are.</summary>
    private const int EnoughCells = 100;

    private readonly ValueGetter<DataViewRowId> _idGetter = input.GetIdGetter();
    private readonly Dictionary<int, ColumnBuffer> _columns =
        passedThrough.ToDictionary(column => column.Index, column => ColumnBuffer.Create(input, column, batchSize));
    private readonly (long Position, long Batch, DataViewRowId Id)[] _rows = new (long, long, DataViewRowId)[batchSize];
    private readonly ScoredCells _scored = new(input, countsColumn, scored, session, batchSize);
    private readonly CountEvidence _evidence = new();
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
    public override bool IsColumnActive(DataViewSchema.Column column) => _scored.Has(column) || _columns.ContainsKey(column.Index);

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
            if (judge is not null) Look(_scored.Latest);
        }
        if (_read < _rows.Length) Judge();
    }

    private void Look(ReadOnlySpan<float> counts)
    {
        // The answer to such a cell is NaN.
        if (counts.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) < 0) _evidence.Add(counts);
        if (_evidence.Cells >= EnoughCells) Judge();
    }

    private void Judge()
    {
        judge?.Invoke(_evidence);
        judge = null;
    }

    private int CurrentSlot() => _current >= 0 ? _current : throw RequestedColumns.NoRow();
}

/// <summary>One column of the rows read ahead.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Creates the buffer for a column of any type.</summary>
    /// <param name="input">The row to read from.</param>
    /// <param name="column">An active column of it.</param>
    /// <param name="capacity">Rows to hold.</param>
    public static ColumnBuffer Create(DataViewRow input, DataViewSchema.Column column, int capacity)
    {
        var type = column.Type is VectorDataViewType vector
            ? typeof(Vectors<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(Scalars<>).MakeGenericType(column.Type.RawType);
        const BindingFlags Constructor = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions;
        return (ColumnBuffer)Activator.CreateInstance(type, Constructor, null, [input, column, capacity], null)!;
    }

    /// <summary>Copies the value of the input's current row.</summary>
    /// <param name="slot">Where.</param>
    public abstract void Read(int slot);

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column's type over the copied values.</summary>
    /// <param name="currentSlot">Gives the slot to serve.</param>
    public abstract Delegate GetGetter(Func<int> currentSlot);

    private class Scalars<T>(DataViewRow input, DataViewSchema.Column column, int capacity) : ColumnBuffer
    {
        private readonly ValueGetter<T> _getter = input.GetGetter<T>(column);
        protected readonly T[] _values = new T[capacity];

        public override void Read(int slot) => _getter(ref _values[slot]);

        public override Delegate GetGetter(Func<int> currentSlot) => (ValueGetter<T>)((ref T value) => value = _values[currentSlot()]);
    }

    private sealed class Vectors<T>(DataViewRow input, DataViewSchema.Column column, int capacity)
        : Scalars<VBuffer<T>>(input, column, capacity)
    {
        // A vector is copied: its reader owns what it gets and may write to it.
        public override Delegate GetGetter(Func<int> currentSlot) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[currentSlot()].CopyTo(ref value));
    }
}
