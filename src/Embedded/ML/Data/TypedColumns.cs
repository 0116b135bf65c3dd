namespace Microsoft.ML.Data;

/// <summary>The columns that the members of a class stand for.</summary>
internal sealed class TypedColumns<TRow>
    where TRow : class
{
    private readonly MemberColumn<TRow>[] _columns;

    internal TypedColumns(SchemaDefinition definition)
    {
        definition ??= SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        var bound = MemberColumns.Bind(typeof(TRow), definition).ToArray();
        _columns = Array.ConvertAll(bound, pair => MemberColumn<TRow>.Create(pair.Member, pair.Column.Type));
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(bound.Select(pair => pair.Column));
        Schema = schema.ToSchema();
    }

    internal DataViewSchema Schema { get; }

    internal Delegate MakeGetter(DataViewSchema.Column column, Func<TRow> currentRow) => _columns[column.Index].MakeGetter(currentRow);
}
