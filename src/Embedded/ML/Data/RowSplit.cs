using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Gives each row a number in [0, 1), the same whenever the rows are read: at random, or by the value of a column.</summary>
internal sealed class RowSplit(int seed, string samplingKeyColumn)
{
    private static readonly MethodInfo TypedKey = typeof(RowSplit).GetMethod(nameof(ByValue), BindingFlags.Static | BindingFlags.NonPublic);

    /// <summary>The column that must be read to know the number of a row, if any.</summary>
    internal IEnumerable<DataViewSchema.Column> Needed(DataViewSchema schema) =>
        samplingKeyColumn == null ? [] : [schema[samplingKeyColumn]];

    /// <summary>A function to call once for each row that the cursor reaches.</summary>
    internal Func<double> Start(DataViewRowCursor cursor)
    {
        if (samplingKeyColumn == null)
            return new Random(seed).NextDouble;
        var column = cursor.Schema[samplingKeyColumn];
        return TypedKey.MakeGenericMethod(column.Type.RawType)
            .CreateDelegate<Func<DataViewRowCursor, DataViewSchema.Column, int, Func<double>>>()(cursor, column, seed);
    }

    private static Func<double> ByValue<T>(DataViewRowCursor cursor, DataViewSchema.Column column, int seed)
    {
        var getter = cursor.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return Hash($"{value}", seed);
        };
    }

    /// <summary>FNV-1a, because <see cref="string.GetHashCode()"/> differs from process to process.</summary>
    private static double Hash(string text, int seed)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var character in text)
            hash = (hash ^ character) * 1099511628211UL;
        // The low bits of FNV mix badly for short texts; one multiply-shift round spreads them.
        hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
