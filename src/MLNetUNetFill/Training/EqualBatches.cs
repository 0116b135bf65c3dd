namespace MLNetUNetFill.Training;

/// <summary>Splits items into batches of about equal size.</summary>
internal static class EqualBatches
{
    /// <summary>Number of batches.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="size">The most items in a batch, except where <paramref name="fewest"/> asks for more.</param>
    /// <param name="fewest">The fewest items in a batch, if there are that many: batch normalisation learns nothing from one cell.</param>
    public static int Count(int items, int size, int fewest = 1) =>
        items == 0 ? 0 : Math.Max(1, Math.Min((items + size - 1) / size, items / fewest));

    /// <summary>Splits items, in their order.</summary>
    /// <param name="items">The items.</param>
    /// <param name="size">See <see cref="Count"/>.</param>
    /// <param name="fewest">See <see cref="Count"/>.</param>
    public static IEnumerable<ReadOnlyMemory<T>> Split<T>(T[] items, int size, int fewest = 1)
    {
        var batches = Count(items.Length, size, fewest);
        for (var batch = 0; batch < batches; batch++)
            yield return items.AsMemory(Bound(batch)..Bound(batch + 1));

        int Bound(int batch) => (int)((long)items.Length * batch / batches);
    }
}
