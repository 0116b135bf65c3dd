namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>The contingency table of two partitions of the same items, as its non-empty cells and its margins.</summary>
/// <param name="Count">Number of items.</param>
/// <param name="Rows">Sizes of the clusters of the first partition.</param>
/// <param name="Columns">Sizes of the clusters of the second partition.</param>
/// <param name="Cells">Where two clusters share items: the sizes of both, and how many they share.</param>
internal sealed record Contingency(int Count, int[] Rows, int[] Columns, (int Row, int Column, int Shared)[] Cells)
{
    /// <summary>Counts the items.</summary>
    /// <exception cref="ArgumentException">The partitions do not have equally many items.</exception>
    public static Contingency Build<TA, TB>(ReadOnlySpan<TA> a, ReadOnlySpan<TB> b) where TA : IEquatable<TA> where TB : IEquatable<TB>
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"{a.Length} labels against {b.Length}; expected as many of both, one an item.", nameof(b));
        (TA A, TB B)[] items = [.. a.ToArray().Zip(b.ToArray())];
        var rows = items.CountBy(item => item.A).ToDictionary();
        var columns = items.CountBy(item => item.B).ToDictionary();
        return new(items.Length, [.. rows.Values], [.. columns.Values],
            [.. items.CountBy(item => item).Select(cell => (rows[cell.Key.A], columns[cell.Key.B], cell.Value))]);
    }
}
