using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Scoring;

/// <summary>One row with its scored columns. The first of them that is fetched runs the graph, once for all that are active; the row keeps
/// their values until its input moves on.</summary>
internal sealed class GapFillRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly DataViewSchema _schema;
    private readonly GapFillSession _session;
    private readonly DataViewSchema.Column _countsColumn;
    private readonly Dictionary<int, int> _outputOfColumn;
    private readonly OutputBuffer[] _outputs;
    private readonly float[] _counts;
    private ValueGetter<VBuffer<float>>? _countsGetter;
    private VBuffer<float> _row;
    private long? _scoredPosition;

    /// <summary>Creates the row.</summary>
    /// <param name="input">The row to fill; owned.</param>
    /// <param name="schema">The input's columns and, after them, the scored ones, named as the model's outputs.</param>
    /// <param name="session">The model.</param>
    /// <param name="countsIndex">Input column of raw counts.</param>
    /// <param name="active">Indices of the columns that may be fetched.</param>
    public GapFillRow(DataViewRow input, DataViewSchema schema, GapFillSession session, int countsIndex, HashSet<int> active)
    {
        (_input, _schema, _session, _countsColumn) = (input, schema, session, input.Schema[countsIndex]);
        var scored = schema.Skip(input.Schema.Count).Where(column => active.Contains(column.Index)).ToArray();
        _outputOfColumn = scored.Select((column, output) => (column.Index, output)).ToDictionary();
        _outputs = [.. scored.Select(column => new OutputBuffer(column.Name, new float[session.GeneCount]))];
        _counts = new float[session.GeneCount];
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _schema;

    /// <inheritdoc/>
    public override long Position => _input.Position;

    /// <inheritdoc/>
    public override long Batch => _input.Batch;

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) =>
        IsScored(column) ? _outputOfColumn.ContainsKey(column.Index) : _input.IsColumnActive(_input.Schema[column.Index]);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        return IsScored(column) ? RequestedColumns.As<TValue>(GetScoredGetter(_outputs[_outputOfColumn[column.Index]]), column)
            : _input.GetGetter<TValue>(_input.Schema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _input.Dispose();
        base.Dispose(disposing);
    }

    private bool IsScored(DataViewSchema.Column column) => column.Index >= _input.Schema.Count;

    private ValueGetter<VBuffer<float>> GetScoredGetter(OutputBuffer output)
    {
        _countsGetter ??= _input.GetGetter<VBuffer<float>>(_countsColumn);
        var isSparse = FilledValues.AreSparse(_session.Model, output.Name);
        return (ref VBuffer<float> value) =>
        {
            Score();
            if (isSparse) FilledValues.WriteSparse(output.Values.Span, ref value);
            else FilledValues.Write(output.Values.Span, ref value);
        };
    }

    private void Score()
    {
        var position = _input.Position;
        if (_scoredPosition == position) return;
        _countsGetter!(ref _row);
        FilledValues.ReadCounts(_row, _counts, _session.Model, _countsColumn.Name, position);
        _session.Score(_counts, 1, _outputs);
        _scoredPosition = position;
    }
}

/// <summary>Maps one row at a time: the input's columns and the scored ones.</summary>
internal sealed class GapFillRowMapper(DataViewSchema inputSchema, DataViewSchema outputSchema, GapFillSession session, int countsIndex)
    : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    // Schemas are compared by reference: the rows must carry this very object.
    public DataViewSchema OutputSchema => outputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        ArgumentNullException.ThrowIfNull(dependingColumns);
        var needed = new SortedSet<int>();
        foreach (var column in dependingColumns)
            needed.Add(column.Index < inputSchema.Count ? column.Index : countsIndex);
        return needed.Select(index => inputSchema[index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != inputSchema)
            throw new ArgumentException("The row's schema is not the one that this mapper was made for.", nameof(input));
        return new GapFillRow(input, outputSchema, session, countsIndex, [.. activeColumns.Select(column => column.Index)]);
    }
}
