namespace Microsoft.ML.Data;

/// <summary>Copies rows into objects, each column into the member that stands for it.</summary>
internal sealed class RowReader<TRow>
    where TRow : class
{
    private readonly (MemberColumn<TRow> Member, DataViewSchema.Column Column)[] _columns;

    internal RowReader(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        definition ??= SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Write);
        var columns = new List<(MemberColumn<TRow>, DataViewSchema.Column)>();
        foreach (var (member, wanted) in MemberColumns.Bind(typeof(TRow), definition))
        {
            if (schema.GetColumnOrNull(wanted.Name) is not { } column)
            {
                if (ignoreMissingColumns)
                    continue;
                throw SchemaErrors.Missing(nameof(schema), "", wanted.Name);
            }

            if (!MemberColumns.IsCompatible(column.Type, member))
            {
                throw new InvalidOperationException(
                    $"Can't bind the IDataView column '{wanted.Name}' of type '{column.Type}' to field or property "
                    + $"'{member.Name}' of type '{MemberColumns.ValueTypeOf(member).FullName}'.");
            }

            columns.Add((MemberColumn<TRow>.Create(member, column.Type), column));
        }

        _columns = [.. columns];
    }

    /// <summary>The columns that are read.</summary>
    internal IEnumerable<DataViewSchema.Column> Needed => _columns.Select(pair => pair.Column);

    internal Action<TRow> Bind(DataViewRow row)
    {
        var setters = Array.ConvertAll(_columns, pair => pair.Member.MakeSetter(row, pair.Column));
        return target =>
        {
            foreach (var set in setters)
                set(target);
        };
    }
}
