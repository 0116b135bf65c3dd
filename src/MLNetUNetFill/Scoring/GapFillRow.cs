namespace MLNetUNetFill.Scoring;

/// <summary>One row with its scored columns. The first of them that is fetched runs the graph, once for all that are active; the row keeps
/// their values until its input moves on.</summary>
/// <param name="input">The row to fill; owned.</param>
/// <param name="schema">The input's columns and, after them, the scored ones, named as the model's outputs.</param>
/// <param name="session">The model.</param>
/// <param name="countsIndex">Input column of raw counts.</param>
/// <param name="active">Indices of the columns that may be fetched.</param>
internal sealed class GapFillRow(DataViewRow input, DataViewSchema schema, GapFillSession session, int countsIndex, HashSet<int> active)
    : DataViewRow
{
    private readonly ScoredCells _scored = new(input, input.Schema[countsIndex],
        schema.Skip(input.Schema.Count).Where(column => active.Contains(column.Index)), session, capacity: 1);
    private long? _scoredPosition;

    /// <inheritdoc/>
    public override DataViewSchema Schema => schema;

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) =>
        IsScored(column) ? _scored.Has(column) : input.IsColumnActive(input.Schema[column.Index]);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        return IsScored(column) ? RequestedColumns.As<TValue>(_scored.GetGetter(column, CurrentCell), column)
            : input.GetGetter<TValue>(input.Schema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }

    private bool IsScored(DataViewSchema.Column column) => column.Index >= input.Schema.Count;

    private int CurrentCell()
    {
        if (_scoredPosition == input.Position) return 0;
        _scored.Clear();
        _scored.Read(input.Position);
        _scoredPosition = input.Position;
        return 0;
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
