using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The distinct values of a column, numbered from 1. Missing values (empty text, NaN) and values never seen have the key 0.</summary>
internal abstract class KeyMap
{
    private static readonly MethodInfo TypedTrain = typeof(KeyMap).GetMethod(nameof(TrainTyped), BindingFlags.Static | BindingFlags.NonPublic);
    private static readonly MethodInfo TypedLoad = typeof(KeyMap).GetMethod(nameof(LoadTyped), BindingFlags.Static | BindingFlags.NonPublic);

    internal abstract PrimitiveDataViewType ValueType { get; }

    internal abstract KeyDataViewType KeyType { get; }

    internal static KeyMap Train(DataViewRowCursor cursor, DataViewSchema.Column column, int maximumCount, bool sorted) =>
        TypedTrain.MakeGenericMethod(column.Type.RawType)
            .CreateDelegate<Func<DataViewRowCursor, DataViewSchema.Column, int, bool, KeyMap>>()(cursor, column, maximumCount, sorted);

    internal static KeyMap Load(BinaryReader reader)
    {
        var type = (PrimitiveDataViewType)ValueCodec.ReadType(reader);
        return TypedLoad.MakeGenericMethod(type.RawType)
            .CreateDelegate<Func<BinaryReader, PrimitiveDataViewType, KeyMap>>()(reader, type);
    }

    internal abstract void Save(BinaryWriter writer);

    internal abstract DataViewSchema.Annotations MakeAnnotations();

    internal abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input);

    private static KeyMap TrainTyped<T>(DataViewRowCursor cursor, DataViewSchema.Column column, int maximumCount, bool sorted)
    {
        var values = new List<T>();
        var seen = new HashSet<T>(Typed<T>.Comparer);
        var getter = cursor.GetGetter<T>(column);
        T value = default;
        while (values.Count < maximumCount && cursor.MoveNext())
        {
            getter(ref value);
            if (!Typed<T>.IsMissing(value) && seen.Add(value))
                values.Add(value);
        }

        if (sorted)
            values.Sort(TextOrder.ComparerFor<T>());
        return new Typed<T>((PrimitiveDataViewType)column.Type, [.. values]);
    }

    private static KeyMap LoadTyped<T>(BinaryReader reader, PrimitiveDataViewType type) =>
        new Typed<T>(type, [.. ValueCodec.ReaderFor<VBuffer<T>>()(reader).DenseValues()]);

    private sealed class Typed<T> : KeyMap
    {
        internal static readonly IEqualityComparer<T> Comparer = TextOrder.EqualityFor<T>();

        private readonly T[] _values;
        private readonly Dictionary<T, uint> _keys;

        internal Typed(PrimitiveDataViewType type, T[] values)
        {
            ValueType = type;
            _values = values;
            _keys = values.Select((value, i) => (value, Key: (uint)i + 1)).ToDictionary(pair => pair.value, pair => pair.Key, Comparer);
        }

        internal override PrimitiveDataViewType ValueType { get; }

        /// <summary>A key type cannot be empty, so that one of no values counts one.</summary>
        internal override KeyDataViewType KeyType => new(typeof(uint), Math.Max(1, _values.Length));

        internal static bool IsMissing(T value) => value switch
        {
            ReadOnlyMemory<char> text => text.IsEmpty,
            float number => float.IsNaN(number),
            double number => double.IsNaN(number),
            _ => false,
        };

        internal override void Save(BinaryWriter writer)
        {
            ValueCodec.WriteType(writer, ValueType);
            ValueCodec.WriterFor<VBuffer<T>>()(writer, new(_values.Length, _values));
        }

        internal override DataViewSchema.Annotations MakeAnnotations()
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            if (_values.Length > 0)
                annotations.AddKeyValues(ValueType, _values);
            return annotations.ToAnnotations();
        }

        internal override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input)
        {
            var getter = row.GetGetter<T>(input);
            T value = default;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                getter(ref value);
                key = IsMissing(value) ? 0 : _keys.GetValueOrDefault(value);
            });
        }
    }
}
