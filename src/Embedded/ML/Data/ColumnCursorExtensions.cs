using System.Reflection;

namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    private static readonly MethodInfo TypedEnumerate =
        typeof(ColumnCursorExtensions).GetMethod(nameof(EnumerateConverted), BindingFlags.Static | BindingFlags.NonPublic);

    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName) => GetColumn<T>(data, data.Schema[columnName]);

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        var raw = column.Type.RawType;
        var vector = column.Type as VectorDataViewType;
        var fits = typeof(T) == raw
            || (typeof(T) == typeof(string) && column.Type is TextDataViewType)
            || (typeof(T).IsArray && vector != null && typeof(T).GetElementType() == vector.ItemType.RawType)
            || (typeof(T) == typeof(string[]) && vector?.ItemType is TextDataViewType);
        if (!fits)
        {
            throw new ArgumentOutOfRangeException(
                nameof(column),
                $"Cannot map column (name: {column.Name}, type: {column.Type}) in {nameof(data)} to the user-defined type, {typeof(T)}.");
        }

        if (typeof(T) == raw)
            return Enumerate<T>(data, column);
        return TypedEnumerate.MakeGenericMethod(typeof(T), raw)
            .CreateDelegate<Func<IDataView, DataViewSchema.Column, IEnumerable<T>>>()(data, column);
    }

    /// <summary>Values as the getter gives them; as in ML.NET a vector is valid until the next one is read.</summary>
    private static IEnumerable<T> Enumerate<T>(IDataView data, DataViewSchema.Column column)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<T>(column);
        T value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return value;
        }
    }

    private static IEnumerable<TMember> EnumerateConverted<TMember, TValue>(IDataView data, DataViewSchema.Column column)
    {
        var conversion = (MemberConversion<TMember, TValue>)MemberConversion.For(typeof(TMember), typeof(TValue));
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<TValue>(column);
        TValue value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            TMember member = default;
            conversion.ToMember(value, ref member);
            yield return member;
        }
    }
}
