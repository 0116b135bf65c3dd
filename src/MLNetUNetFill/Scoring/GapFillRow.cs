using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Scoring;

/// <summary>One row with its scored columns, each scored alone whenever it is fetched.</summary>
/// <param name="input">The row to fill; owned.</param>
/// <param name="schema">The input's columns and, after them, the scored ones, named as the model's outputs.</param>
/// <param name="session">The model.</param>
/// <param name="countsIndex">Input column of raw counts.</param>
/// <param name="active">Indices of the columns that may be fetched.</param>
internal sealed class GapFillRow(DataViewRow input, DataViewSchema schema, GapFillSession session, int countsIndex, HashSet<int> active) : DataViewRow
{
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
        IsScored(column) ? active.Contains(column.Index) : input.IsColumnActive(input.Schema[column.Index]);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw RequestedColumns.Inactive(column);
        return IsScored(column) ? RequestedColumns.As<TValue>(GetScoredGetter(column.Name), column) : input.GetGetter<TValue>(input.Schema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }

    private bool IsScored(DataViewSchema.Column column) => column.Index >= input.Schema.Count;

    private ValueGetter<VBuffer<float>> GetScoredGetter(string output)
    {
        var column = input.Schema[countsIndex];
        var countsGetter = input.GetGetter<VBuffer<float>>(column);
        var (counts, values) = (new float[session.GeneCount], new float[session.GeneCount]);
        OutputBuffer[] outputs = [new(output, values)];
        var isSparse = FilledValues.AreSparse(session.Model, output);
        VBuffer<float> row = default;
        return (ref VBuffer<float> value) =>
        {
            countsGetter(ref row);
            FilledValues.ReadCounts(row, counts, column.Name, input.Position);
            session.Score(counts, 1, outputs);
            if (isSparse) FilledValues.WriteSparse(values, ref value);
            else FilledValues.Write(values, ref value);
        };
    }
}
