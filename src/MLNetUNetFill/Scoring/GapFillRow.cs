using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Scoring;

/// <summary>One row with its filled column, scored alone whenever the column is fetched.</summary>
/// <param name="input">The row to fill; owned.</param>
/// <param name="schema">The input's columns and, last, the filled one.</param>
/// <param name="session">The model.</param>
/// <param name="countsIndex">Input column of raw counts.</param>
/// <param name="isFilledActive">Whether the filled column may be fetched.</param>
internal sealed class GapFillRow(DataViewRow input, DataViewSchema schema, GapFillSession session, int countsIndex, bool isFilledActive) : DataViewRow
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
        IsFilled(column) ? isFilledActive : input.IsColumnActive(input.Schema[column.Index]);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw FilledValues.Inactive(column);
        return IsFilled(column) ? FilledValues.As<TValue>(GetFilledGetter(), column) : input.GetGetter<TValue>(input.Schema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }

    private bool IsFilled(DataViewSchema.Column column) => column.Index == schema.Count - 1;

    private ValueGetter<VBuffer<float>> GetFilledGetter()
    {
        var column = input.Schema[countsIndex];
        var countsGetter = input.GetGetter<VBuffer<float>>(column);
        var (counts, filled) = (new float[session.GeneCount], new float[session.GeneCount]);
        VBuffer<float> row = default;
        return (ref VBuffer<float> value) =>
        {
            countsGetter(ref row);
            FilledValues.ReadCounts(row, counts, column.Name, input.Position);
            session.Score(counts, 1, filled);
            FilledValues.Write(filled, ref value);
        };
    }
}
