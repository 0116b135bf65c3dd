using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>A row's values, taken out of the buffers that cursors reuse.</summary>
/// <param name="Id">Id of the row.</param>
/// <param name="Position">Position of the cursor.</param>
/// <param name="Batch">Batch of the cursor.</param>
/// <param name="Columns">The value of each column that was read: vectors as arrays, text as strings.</param>
internal sealed record RowValues(DataViewRowId Id, long Position, long Batch, IReadOnlyDictionary<string, object> Columns)
{
    private static readonly MethodInfo s_one = typeof(RowValues).GetMethod(nameof(One), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo s_many = typeof(RowValues).GetMethod(nameof(Many), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>All rows of a view: of the columns named, or of all that are not hidden.</summary>
    public static RowValues[] Of(IDataView view, params string[] columns) => Of(view, null, columns);

    /// <inheritdoc cref="Of(IDataView, string[])"/>
    public static RowValues[] Of(IDataView view, Random? random, params string[] columns)
    {
        using var cursor = view.GetRowCursor(Needed(view, columns), random);
        return Of(cursor);
    }

    /// <summary>The rows that a cursor still has.</summary>
    public static RowValues[] Of(DataViewRowCursor cursor)
    {
        var read = Reader(cursor);
        var rows = new List<RowValues>();
        while (cursor.MoveNext()) rows.Add(read());
        return [.. rows];
    }

    /// <summary>The columns of a view by name, all that are not hidden where none is named.</summary>
    public static DataViewSchema.Column[] Needed(IDataView view, params string[] columns) => columns.Length > 0
        ? [.. columns.Select(name => view.Schema[name])]
        : [.. view.Schema.Where(column => !column.IsHidden)];

    /// <summary>Reads the active columns of the current row, again and again.</summary>
    public static Func<RowValues> Reader(DataViewRow row)
    {
        var id = row.GetIdGetter();
        var columns = row.Schema.Where(column => !column.IsHidden && row.IsColumnActive(column))
            .Select(column => (column.Name, Read: Reader(row, column))).ToArray();
        return () =>
        {
            DataViewRowId value = default;
            id(ref value);
            return new RowValues(value, row.Position, row.Batch, columns.ToDictionary(column => column.Name, column => column.Read()));
        };
    }

    /// <summary>Reads a column of any type.</summary>
    public static Func<object> Reader(DataViewRow row, DataViewSchema.Column column) => column.Type is VectorDataViewType vector
        ? Reader(s_many, vector.ItemType.RawType, row, column)
        : Reader(s_one, column.Type.RawType, row, column);

    /// <summary>A column of floats.</summary>
    public float[] Floats(string column) => (float[])Columns[column];

    private static Func<object> Reader(MethodInfo method, Type type, DataViewRow row, DataViewSchema.Column column) =>
        method.MakeGenericMethod(type).CreateDelegate<Func<DataViewRow, DataViewSchema.Column, Func<object>>>()(row, column);

    private static Func<object> One<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return value is ReadOnlyMemory<char> text ? text.ToString() : value!;
        };
    }

    private static Func<object> Many<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            T[] values = [.. value.DenseValues()];
            return values is ReadOnlyMemory<char>[] texts ? texts.Select(text => text.ToString()).ToArray() : values;
        };
    }
}
