using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Scoring;

/// <summary>
/// Reads a batch of cells ahead, scores them in one call when the first of them is asked for, and serves the rows one by one.
/// </summary>
internal sealed class GapFillCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _input;
    private readonly GapFillSession _session;
    private readonly DataViewSchema.Column _countsColumn;
    private readonly DataViewSchema _schema;
    private readonly ValueGetter<VBuffer<float>> _countsGetter;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly Dictionary<int, ColumnBuffer> _columns;
    private readonly (long Position, long Batch, DataViewRowId Id)[] _rows;
    private readonly float[] _counts;
    private readonly OutputBuffer[] _outputs;
    private readonly Dictionary<int, int> _outputOfColumn;
    private VBuffer<float> _row;
    private int _read;
    private int _current = -1;
    private bool _isScored;
    private bool _isDisposed;

    /// <summary>Creates the cursor, which owns its input.</summary>
    /// <param name="input">The cells.</param>
    /// <param name="passedThrough">The input's active columns.</param>
    /// <param name="countsColumn">The input's raw counts.</param>
    /// <param name="schema">The input's columns and, after them, the scored ones.</param>
    /// <param name="scored">The active scored columns.</param>
    /// <param name="session">The model.</param>
    /// <param name="batchSize">Cells scored in one call.</param>
    public GapFillCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> passedThrough, DataViewSchema.Column countsColumn,
        DataViewSchema schema, IEnumerable<DataViewSchema.Column> scored, GapFillSession session, int batchSize)
    {
        (_input, _countsColumn, _schema, _session) = (input, countsColumn, schema, session);
        _countsGetter = input.GetGetter<VBuffer<float>>(countsColumn);
        _idGetter = input.GetIdGetter();
        _columns = passedThrough.ToDictionary(column => column.Index, column => ColumnBuffer.Create(input, column, batchSize));
        _rows = new (long, long, DataViewRowId)[batchSize];
        _counts = new float[batchSize * session.GeneCount];
        _outputs = [.. scored.Select(column => new OutputBuffer(column.Name, new float[_counts.Length]))];
        _outputOfColumn = scored.Select((column, output) => (column.Index, output)).ToDictionary();
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _schema;

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
        (_current, _read, _isScored) = (-1, 0, false);
        if (!_isDisposed) ReadAhead();
        _current = _read > 0 ? 0 : -1;
        return _read > 0;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _outputOfColumn.ContainsKey(column.Index)
        || _columns.ContainsKey(column.Index);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _rows[CurrentSlot()].Id;

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        Delegate getter = _outputOfColumn.TryGetValue(column.Index, out var output)
            ? (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => GetScored(output, ref value))
            : _columns[column.Index].GetGetter(CurrentSlot);
        return RequestedColumns.As<TValue>(getter, column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _input.Dispose();
        (_current, _read, _isDisposed) = (-1, 0, true);
        base.Dispose(disposing);
    }

    private void ReadAhead()
    {
        while (_read < _rows.Length && _input.MoveNext())
        {
            ref var row = ref _rows[_read];
            (row.Position, row.Batch) = (_input.Position, _input.Batch);
            _idGetter(ref row.Id);
            _countsGetter(ref _row);
            FilledValues.ReadCounts(_row, _counts.AsSpan(_read * _session.GeneCount, _session.GeneCount), _session.Model,
                _countsColumn.Name, row.Position);
            foreach (var column in _columns.Values) column.Read(_read);
            _read++;
        }
    }

    private void GetScored(int output, ref VBuffer<float> value)
    {
        var slot = CurrentSlot();
        if (!_isScored)
        {
            _session.Score(_counts, _read, _outputs.AsSpan());
            _isScored = true;
        }
        var filled = _outputs[output].Values.Span.Slice(slot * _session.GeneCount, _session.GeneCount);
        if (FilledValues.AreSparse(_session.Model, _outputs[output].Name)) FilledValues.WriteSparse(filled, ref value);
        else FilledValues.Write(filled, ref value);
    }

    private int CurrentSlot() => _current >= 0 ? _current
        : throw new InvalidOperationException("The cursor does not stand on a row: call MoveNext, and read no further once it returned "
            + "false.");
}
