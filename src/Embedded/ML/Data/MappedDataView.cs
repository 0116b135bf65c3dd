namespace Microsoft.ML.Data;

/// <summary>A view to whose rows a <see cref="RowToRowMapper"/> adds columns, as they are read.</summary>
internal sealed class MappedDataView(IDataView input, RowToRowMapper mapper) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return mapper.GetCursor(input.GetRowCursor(mapper.GetDependencies(needed), rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return Array.ConvertAll(input.GetRowCursorSet(mapper.GetDependencies(needed), n, rand), cursor => mapper.GetCursor(cursor, needed));
    }
}
