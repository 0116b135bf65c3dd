namespace MLNetUNetFill.Scoring;

/// <summary>
/// The input's columns and the scored ones. Nothing is scored unless a cursor asks for one of these; then cells are read ahead,
/// a batch at a time, and scored in one call.
/// </summary>
/// <remarks>
/// A cursor reads its input once: the other active columns of the rows read ahead are buffered. The alternative, a second cursor over the
/// input in lock step, would compute the input twice and could not follow a shuffled one.
/// </remarks>
/// <param name="input">Cells in rows.</param>
/// <param name="session">The model.</param>
/// <param name="countsIndex">Input column of raw counts.</param>
/// <param name="outputSchema">The input's columns and, after them, the scored ones, named as the model's outputs.</param>
/// <param name="batchSize">Cells scored in one call; fewer where they would take more than 256 MB.</param>
/// <param name="judge">Told by each cursor once what its first cells look like; null where no one wants to know.</param>
internal sealed class GapFillDataView(IDataView input, GapFillSession session, int countsIndex, DataViewSchema outputSchema,
    int batchSize, Action<CountEvidence>? judge = null) : IDataView
{
    private const int MaxBatchValues = 1 << 26;

    private readonly int _batchSize = Math.Clamp(batchSize, 1, Math.Max(1, MaxBatchValues / session.GeneCount));

    /// <inheritdoc/>
    public bool CanShuffle => input.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => outputSchema;

    /// <inheritdoc/>
    public long? GetRowCount() => input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = RequestedColumns.Active(outputSchema, columnsNeeded);
        var passedThrough = input.Schema.Where(column => active[column.Index]).ToArray();
        var scored = outputSchema.Skip(input.Schema.Count).Where(column => active[column.Index]).ToArray();
        if (scored.Length == 0) return new PassThroughCursor(input.GetRowCursor(passedThrough, rand), outputSchema);

        var counts = input.Schema[countsIndex];
        var needed = active[countsIndex] ? passedThrough : [.. passedThrough, counts];
        var rows = input.GetRowCursor(needed, rand);
        try
        {
            return new GapFillCursor(rows, passedThrough, counts, outputSchema, scored, session, _batchSize, judge);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>One cursor: a batch already keeps the threads of ONNX Runtime busy.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}

/// <summary>The input's rows under the schema of the output, for a reader that does not need the filled column.</summary>
internal class PassThroughCursor(DataViewRowCursor input, DataViewSchema schema) : DataViewRowCursor
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => schema;

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override bool MoveNext() => input.MoveNext();

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) =>
        column.Index < input.Schema.Count && input.IsColumnActive(input.Schema[column.Index]);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        return input.GetGetter<TValue>(input.Schema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }
}
