using System.Reflection;

namespace Microsoft.ML.Data;

internal delegate void ValueCopy<T>(in T source, ref T destination);

/// <summary>Copies column values so that source and copy share no buffer that a getter may write to.</summary>
internal static class ValueCopy
{
    private static readonly MethodInfo VectorCopy = typeof(ValueCopy).GetMethod(nameof(CopyVector), BindingFlags.Static | BindingFlags.NonPublic);

    internal static ValueCopy<T> For<T>()
    {
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>))
            return VectorCopy.MakeGenericMethod(typeof(T).GetGenericArguments()).CreateDelegate<ValueCopy<T>>();
        return static (in T source, ref T destination) => destination = source;
    }

    private static void CopyVector<T>(in VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination);
}
