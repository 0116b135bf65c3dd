using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>What every row and cursor checks, and getters whose value type is known only at run time.</summary>
internal static class RowGetters
{
    private static readonly MethodInfo UntypedGetter = typeof(RowGetters).GetMethod(nameof(GetUntyped), BindingFlags.Static | BindingFlags.NonPublic);

    /// <summary>The column's <see cref="ValueGetter{TValue}"/> for the raw type of the column.</summary>
    internal static Delegate Get(DataViewRow row, DataViewSchema.Column column) =>
        UntypedGetter.MakeGenericMethod(column.Type.RawType).CreateDelegate<Func<DataViewRow, DataViewSchema.Column, Delegate>>()(row, column);

    internal static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{column.Type.RawType}' for column '{column.Name}'.");

    internal static void CheckColumn(DataViewSchema schema, DataViewSchema.Column column)
    {
        if (column.Index >= schema.Count)
            throw new ArgumentOutOfRangeException(nameof(column), $"There is no column {column.Index} among {schema.Count} columns.");
    }

    internal static ArgumentOutOfRangeException Inactive(DataViewSchema.Column column) =>
        new(nameof(column), $"The column '{column.Name}' is not active: it was not asked for when the row or cursor was made.");

    private static Delegate GetUntyped<TValue>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<TValue>(column);
}
