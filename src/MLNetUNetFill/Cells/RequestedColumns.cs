using Microsoft.ML;

namespace MLNetUNetFill.Cells;

/// <summary>Checks the columns that a reader asks a view or cursor for.</summary>
internal static class RequestedColumns
{
    /// <summary>The columns of a schema that a cursor has to serve, by index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is not of the schema.</exception>
    public static bool[] Active(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
        {
            if (column.Index >= active.Length)
                throw new ArgumentOutOfRangeException(nameof(columnsNeeded),
                    $"The column '{column.Name}' is not of this schema: found index {column.Index}; expected less than {active.Length}.");
            active[column.Index] = true;
        }
        return active;
    }

    /// <summary>A getter under the type that the caller asked for.</summary>
    public static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: "
            + $"'{column.Type.RawType}' of column '{column.Name}'.");

    /// <summary>The error of a reader that gets a column that is not active.</summary>
    public static ArgumentOutOfRangeException Inactive(DataViewSchema.Column column) =>
        new(nameof(column), $"The column '{column.Name}' is not active: it was not asked for when the row or cursor was made.");
}
