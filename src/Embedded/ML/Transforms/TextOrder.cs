namespace Microsoft.ML.Data;

/// <summary>Compares column values; text by its characters, where <see cref="ReadOnlyMemory{T}"/> itself compares by buffer.</summary>
internal static class TextOrder
{
    internal static IEqualityComparer<T> EqualityFor<T>() => Text.Instance as IEqualityComparer<T> ?? EqualityComparer<T>.Default;

    internal static IComparer<T> ComparerFor<T>() => Text.Instance as IComparer<T> ?? Comparer<T>.Default;

    private sealed class Text : IEqualityComparer<ReadOnlyMemory<char>>, IComparer<ReadOnlyMemory<char>>
    {
        internal static readonly Text Instance = new();

        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);

        public int Compare(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceCompareTo(y.Span);
    }
}
