namespace Microsoft.ML.Data;

/// <summary>The columns of a row to which a <see cref="RowMapper"/> has added some; owns the row it reads.</summary>
/// <param name="schema">The schema with the added columns.</param>
/// <param name="sources">For each column the index of the input's column, or the complement of the added one's.</param>
/// <param name="active">The columns asked for; null for a row, whose pass-through columns are as active as its input's.</param>
/// <param name="input">The row or cursor to read.</param>
/// <param name="getters">The getters of the added columns.</param>
/// <param name="disposer">What to do at the end, or null.</param>
internal sealed class MappedColumns(
    DataViewSchema schema, IReadOnlyList<int> sources, HashSet<int> active, DataViewRow input, Delegate[] getters, Action disposer)
    : IDisposable
{
    private bool _disposed;

    internal DataViewSchema Schema => schema;

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        disposer?.Invoke();
        input.Dispose();
    }

    internal bool IsActive(DataViewSchema.Column column)
    {
        RowGetters.CheckColumn(schema, column);
        if (active != null)
            return active.Contains(column.Index);
        var source = sources[column.Index];
        return source >= 0 ? input.IsColumnActive(input.Schema[source]) : getters[~source] != null;
    }

    internal ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
            throw RowGetters.Inactive(column);
        var source = sources[column.Index];
        return source >= 0 ? input.GetGetter<TValue>(input.Schema[source]) : RowGetters.As<TValue>(getters[~source], column);
    }
}
