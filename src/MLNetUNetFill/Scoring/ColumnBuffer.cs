using System.Reflection;

namespace MLNetUNetFill.Scoring;

/// <summary>One column of the rows read ahead.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Creates the buffer for a column of any type.</summary>
    /// <param name="input">The row to read from.</param>
    /// <param name="column">An active column of it.</param>
    /// <param name="capacity">Rows to hold.</param>
    public static ColumnBuffer Create(DataViewRow input, DataViewSchema.Column column, int capacity)
    {
        var type = column.Type is VectorDataViewType vector
            ? typeof(Vectors<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(Scalars<>).MakeGenericType(column.Type.RawType);
        const BindingFlags Constructor = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions;
        return (ColumnBuffer)Activator.CreateInstance(type, Constructor, null, [input, column, capacity], null)!;
    }

    /// <summary>Copies the value of the input's current row.</summary>
    /// <param name="slot">Where.</param>
    public abstract void Read(int slot);

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column's type over the copied values.</summary>
    /// <param name="currentSlot">Gives the slot to serve.</param>
    public abstract Delegate GetGetter(Func<int> currentSlot);

    private class Scalars<T>(DataViewRow input, DataViewSchema.Column column, int capacity) : ColumnBuffer
    {
        private readonly ValueGetter<T> _getter = input.GetGetter<T>(column);
        protected readonly T[] _values = new T[capacity];

        public override void Read(int slot) => _getter(ref _values[slot]);

        public override Delegate GetGetter(Func<int> currentSlot) => (ValueGetter<T>)((ref T value) => value = _values[currentSlot()]);
    }

    private sealed class Vectors<T>(DataViewRow input, DataViewSchema.Column column, int capacity)
        : Scalars<VBuffer<T>>(input, column, capacity)
    {
        // A vector is copied: its reader owns what it gets and may write to it.
        public override Delegate GetGetter(Func<int> currentSlot) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[currentSlot()].CopyTo(ref value));
    }
}
