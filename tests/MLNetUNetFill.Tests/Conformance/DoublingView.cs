using Microsoft.ML;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>The view of a <see cref="DoublingTransformer"/>.</summary>
internal sealed class DoublingView(DoublingTransformer transformer, IDataView input, DataViewSchema schema) : IDataView
{
    public bool CanShuffle => transformer.Defect switch
    {
        Defect.ClaimsToShuffle => true,
        Defect.IgnoresTheShuffle => false,
        _ => input.CanShuffle,
    };

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        Cursor(columnsNeeded, needed => input.GetRowCursor(needed, transformer.Defect == Defect.IgnoresTheShuffle ? null : rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        transformer.Defect == Defect.RepeatsRowsInASet
            ? [.. Enumerable.Range(0, Math.Max(1, n)).Select(_ => GetRowCursor(columnsNeeded, rand))]
            : [GetRowCursor(columnsNeeded, rand)];

    private DoublingCursor Cursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Func<IEnumerable<DataViewSchema.Column>,
        DataViewRowCursor> open)
    {
        if (transformer.Defect == Defect.TakesNull) columnsNeeded ??= [];
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = columnsNeeded.Select(column => column.Index).ToHashSet();
        if (active.Any(index => index >= schema.Count)) throw new ArgumentOutOfRangeException(nameof(columnsNeeded));
        var counts = transformer.Find(input.Schema);
        var needed = input.Schema.Where(column => transformer.Defect == Defect.AsksForAllColumns || active.Contains(column.Index)
            || (column.Index == counts.Index && (transformer.Defect == Defect.ScoresForEveryReader
            || active.Contains(input.Schema.Count))));
        var rows = open(needed);
        if (transformer.Defect == Defect.NeedsARow && !rows.MoveNext()) throw new InvalidOperationException("No rows.");
        return new DoublingCursor(transformer, rows, transformer.Defect == Defect.MakesASchemaForEachCursor
            ? transformer.GetOutputSchema(input.Schema) : schema, active);
    }
}
