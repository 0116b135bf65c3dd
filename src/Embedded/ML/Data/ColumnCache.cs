using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The values of one column of a <see cref="CacheDataView"/>.</summary>
internal abstract class ColumnCache
{
    private static readonly MethodInfo TypedCreate = typeof(ColumnCache).GetMethod(nameof(CreateTyped), BindingFlags.Static | BindingFlags.NonPublic);

    internal static ColumnCache Create(DataViewRow input, DataViewSchema.Column column) =>
        TypedCreate.MakeGenericMethod(column.Type.RawType).CreateDelegate<Func<DataViewRow, DataViewSchema.Column, ColumnCache>>()(input, column);

    internal abstract void AddCurrent();

    internal abstract Delegate CreateGetter(Func<int> currentRow);

    private static Typed<T> CreateTyped<T>(DataViewRow input, DataViewSchema.Column column) => new(input.GetGetter<T>(column));

    private sealed class Typed<T>(ValueGetter<T> input) : ColumnCache
    {
        private static readonly ValueCopy<T> Copy = ValueCopy.For<T>();

        private readonly List<T> _values = [];
        private T _buffer;

        internal override void AddCurrent()
        {
            input(ref _buffer);
            T value = default;
            Copy(_buffer, ref value);
            _values.Add(value);
        }

        internal override Delegate CreateGetter(Func<int> currentRow) =>
            (ValueGetter<T>)((ref T destination) => Copy(_values[currentRow()], ref destination));
    }
}
