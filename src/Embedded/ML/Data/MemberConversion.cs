using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Turns the value of a member into a column value and back.</summary>
internal abstract class MemberConversion<TMember, TValue>
{
    internal abstract void ToValue(TMember member, ref TValue value);

    /// <param name="value">The column value.</param>
    /// <param name="member">What the member holds; its array is used again where it fits.</param>
    internal abstract void ToMember(in TValue value, ref TMember member);
}

/// <summary>Finds the conversion between a member's type and the raw type of its column.</summary>
internal static class MemberConversion
{
    internal static object For(Type member, Type value)
    {
        if (member == value)
        {
            return value.IsGenericType && value.GetGenericTypeDefinition() == typeof(VBuffer<>)
                ? Create(typeof(BufferConversion<>), value.GetGenericArguments()[0])
                : Create(typeof(Identity<>), value);
        }

        if (member == typeof(string))
            return new TextConversion();
        return member == typeof(string[]) ? new TextArrayConversion() : Create(typeof(ArrayConversion<>), member.GetElementType());
    }

    private static object Create(Type conversion, Type item) =>
        Activator.CreateInstance(conversion.MakeGenericType(item), BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, null, null, null);

    private sealed class Identity<T> : MemberConversion<T, T>
    {
        internal override void ToValue(T member, ref T value) => value = member;

        internal override void ToMember(in T value, ref T member) => member = value;
    }

    private sealed class BufferConversion<T> : MemberConversion<VBuffer<T>, VBuffer<T>>
    {
        internal override void ToValue(VBuffer<T> member, ref VBuffer<T> value) => member.CopyTo(ref value);

        internal override void ToMember(in VBuffer<T> value, ref VBuffer<T> member) => value.CopyTo(ref member);
    }

    private sealed class ArrayConversion<T> : MemberConversion<T[], VBuffer<T>>
    {
        internal override void ToValue(T[] member, ref VBuffer<T> value) => VBuffer<T>.Copy(member ?? [], 0, ref value, member?.Length ?? 0);

        internal override void ToMember(in VBuffer<T> value, ref T[] member)
        {
            if (member?.Length != value.Length)
                member = new T[value.Length];
            value.CopyTo(member);
        }
    }

    private sealed class TextConversion : MemberConversion<string, ReadOnlyMemory<char>>
    {
        internal override void ToValue(string member, ref ReadOnlyMemory<char> value) => value = member.AsMemory();

        internal override void ToMember(in ReadOnlyMemory<char> value, ref string member) => member = value.ToString();
    }

    private sealed class TextArrayConversion : MemberConversion<string[], VBuffer<ReadOnlyMemory<char>>>
    {
        internal override void ToValue(string[] member, ref VBuffer<ReadOnlyMemory<char>> value)
        {
            var editor = VBufferEditor.Create(ref value, member?.Length ?? 0);
            for (var i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = member[i].AsMemory();
            value = editor.Commit();
        }

        internal override void ToMember(in VBuffer<ReadOnlyMemory<char>> value, ref string[] member) =>
            member = [.. value.DenseValues().Select(text => text.ToString())];
    }
}
