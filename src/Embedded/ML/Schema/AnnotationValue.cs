namespace Microsoft.ML.Data;

/// <summary>Annotations whose value is at hand.</summary>
internal static class AnnotationValue
{
    internal static ValueGetter<T> Getter<T>(T value)
    {
        var copy = ValueCopy.For<T>();
        return (ref T destination) => copy(value, ref destination);
    }

    internal static void AddKeyValues<T>(this DataViewSchema.Annotations.Builder annotations, PrimitiveDataViewType type, T[] values) =>
        annotations.Add(
            AnnotationKinds.KeyValues, new VectorDataViewType(type, values.Length), Getter(new VBuffer<T>(values.Length, values)));
}
