using System.Numerics.Tensors;

namespace MLNetUNetFill.Numerics;

/// <summary>Exact nearest neighbours in Euclidean distance, by comparing every pair. Of equally near points the first come first.</summary>
internal static class NearestNeighbours
{
    /// <summary>Finds the neighbours of every point, on all processors.</summary>
    /// <param name="points">Row-major, points x dimensions.</param>
    /// <param name="count">Number of points.</param>
    /// <param name="neighbours">Number of neighbours; all other points if there are fewer.</param>
    /// <param name="cancellation">Checked for every point.</param>
    /// <returns>For each point the indices of its neighbours, nearest first, without itself.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static int[][] FindAll(float[] points, int count, int neighbours, CancellationToken cancellation)
    {
        var nearest = new int[count][];
        if (count == 0) return nearest;
        var dimensions = points.Length / count;
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, point =>
        {
            nearest[point] = new int[Math.Min(neighbours, count - 1)];
            Find(points.AsSpan(point * dimensions, dimensions), points, point, nearest[point]);
        });
        return nearest;
    }

    /// <summary>Finds the neighbours of one point.</summary>
    /// <param name="point">Its coordinates.</param>
    /// <param name="points">The points to search, row-major.</param>
    /// <param name="excluded">A point to leave out; negative for none.</param>
    /// <param name="nearest">Gets the indices of as many neighbours as it has room for, nearest first.</param>
    /// <returns>Number of neighbours found.</returns>
    public static int Find(ReadOnlySpan<float> point, ReadOnlySpan<float> points, int excluded, Span<int> nearest)
    {
        var smallest = new SmallestValues(nearest, nearest.Length <= 256 ? stackalloc float[nearest.Length] : new float[nearest.Length]);
        for (int other = 0, start = 0; start < points.Length; other++, start += point.Length)
            if (other != excluded) smallest.Add(other, TensorPrimitives.Distance(point, points.Slice(start, point.Length)));
        return smallest.Count;
    }
}

/// <summary>The items with the smallest values, in ascending order. There are few, so insertion is faster than sorting all.</summary>
/// <param name="items">Gets the items.</param>
/// <param name="values">Gets their values; as long as <paramref name="items"/>.</param>
internal ref struct SmallestValues(Span<int> items, Span<float> values)
{
    private readonly Span<int> _items = items;
    private readonly Span<float> _values = values;

    /// <summary>Number of items so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an item if its value is among the smallest. Of equal values the first stays.</summary>
    public void Add(int item, float value)
    {
        if (Count == _items.Length && (Count == 0 || !(value < _values[^1]))) return;
        var at = Count < _items.Length ? Count++ : Count - 1;
        for (; at > 0 && _values[at - 1] > value; at--) (_values[at], _items[at]) = (_values[at - 1], _items[at - 1]);
        (_values[at], _items[at]) = (value, item);
    }
}
