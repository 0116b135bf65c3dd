using System.Collections;

namespace Microsoft.ML.Data;

public readonly struct VBuffer<T> : IEnumerable
{
    public readonly int Length;

    private readonly int _count;
    private readonly T[] _values;
    private readonly int[] _indices;

    public VBuffer(int length, T[] values, int[] indices = null)
        : this(length, length, values, indices)
    {
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (count < 0 || count > length)
            throw new ArgumentOutOfRangeException(nameof(count));
        if ((values?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(values));
        if (count < length && (indices?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination) => CopyTo(ref destination, 0, Length);

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        if (sourceIndex < 0 || sourceIndex > Length)
            throw new ArgumentOutOfRangeException(nameof(sourceIndex));
        if (length < 0 || length > Length - sourceIndex)
            throw new ArgumentOutOfRangeException(nameof(length));

        var first = IsDense ? sourceIndex : LowerBound(sourceIndex);
        var count = IsDense ? length : LowerBound(sourceIndex + length) - first;
        var editor = VBufferEditor.Create(ref destination, length, count);
        _values.AsSpan(first, count).CopyTo(editor.Values);
        for (var i = 0; i < editor.Indices.Length; i++)
            editor.Indices[i] = _indices[first + i] - sourceIndex;
        destination = editor.Commit();
    }

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        if (destinationIndex < 0 || destinationIndex > destination.Length - Length)
            throw new ArgumentOutOfRangeException(nameof(destination), "Not large enough to hold these values.");
        var target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }

        target.Fill(defaultValue);
        for (var i = 0; i < _count; i++)
            target[_indices[i]] = _values[i];
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        var explicitItem = 0;
        for (var slot = 0; slot < Length; slot++)
        {
            if (IsDense)
                yield return new(slot, _values[slot]);
            else if (explicitItem < _count && _indices[explicitItem] == slot)
                yield return new(slot, _values[explicitItem++]);
            else if (all)
                yield return new(slot, default);
        }
    }

    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);

    public T GetItemOrDefault(int index)
    {
        if (index < 0 || index >= Length)
            throw new ArgumentOutOfRangeException(nameof(index));
        if (IsDense)
            return _values[index];
        var found = GetIndices().BinarySearch(index);
        return found >= 0 ? _values[found] : default;
    }

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public override string ToString() =>
        IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    public IEnumerator GetEnumerator() => _values.GetEnumerator();

    internal VBufferEditor<T> Edit(int length, int count, int capacity, bool keepOldOnResize, bool requireIndicesOnDense)
    {
        var values = EnsureCapacity(_values, count, capacity, keepOldOnResize);
        var needsIndices = count < length || requireIndicesOnDense;
        var indices = needsIndices ? EnsureCapacity(_indices, count, capacity, keepOldOnResize) : _indices;
        return new(length, count, values, indices, needsIndices, values != _values, indices != _indices);
    }

    internal VBufferEditor<T> Edit() => Edit(Length, _count, int.MaxValue, keepOldOnResize: false, requireIndicesOnDense: false);

    private static TItem[] EnsureCapacity<TItem>(TItem[] buffer, int count, int maximum, bool keepOld)
    {
        if ((buffer?.Length ?? 0) >= count)
            return buffer;
        // Doubling, as a list does, so that a buffer grown item by item stays linear.
        var grown = new TItem[Math.Max(count, (int)Math.Min(maximum, Math.Min(Array.MaxLength, 2L * (buffer?.Length ?? 0))))];
        if (keepOld && buffer != null)
            buffer.CopyTo(grown, 0);
        return grown;
    }

    /// <summary>The number of explicit items in slots before <paramref name="slot"/>.</summary>
    private int LowerBound(int slot)
    {
        var found = _indices.AsSpan(0, _count).BinarySearch(slot);
        return found >= 0 ? found : ~found;
    }
}
