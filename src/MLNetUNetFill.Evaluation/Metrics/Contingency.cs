namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>The contingency table of two partitions of the same items, as its non-empty cells and its margins.</summary>
internal sealed class Contingency
{
    private Contingency(int count, int[] rows, int[] columns, (int Row, int Column, int Count)[] cells) =>
        (Count, Rows, Columns, Cells) = (count, rows, columns, cells);

    /// <summary>Number of items.</summary>
    public int Count { get; }

    /// <summary>Sizes of the clusters of the first partition.</summary>
    public int[] Rows { get; }

    /// <summary>Sizes of the clusters of the second partition.</summary>
    public int[] Columns { get; }

    /// <summary>Items that two clusters share, where there are any.</summary>
    public (int Row, int Column, int Count)[] Cells { get; }

    /// <summary>Counts the items.</summary>
    /// <exception cref="ArgumentException">The partitions do not have equally many items.</exception>
    public static Contingency Build<TA, TB>(ReadOnlySpan<TA> a, ReadOnlySpan<TB> b) where TA : IEquatable<TA> where TB : IEquatable<TB>
    {
        if (a.Length != b.Length) throw new ArgumentException($"{a.Length} labels against {b.Length}; expected as many of both, one an "
            + $"item.", nameof(b));
        Dictionary<TA, int> rowOf = [];
        Dictionary<TB, int> columnOf = [];
        Dictionary<(int, int), int> cells = [];
        for (var i = 0; i < a.Length; i++)
        {
            if (!rowOf.TryGetValue(a[i], out var row)) rowOf.Add(a[i], row = rowOf.Count);
            if (!columnOf.TryGetValue(b[i], out var column)) columnOf.Add(b[i], column = columnOf.Count);
            cells[(row, column)] = cells.GetValueOrDefault((row, column)) + 1;
        }
        int[] rows = new int[rowOf.Count], columns = new int[columnOf.Count];
        foreach (var ((row, column), count) in cells)
        {
            rows[row] += count;
            columns[column] += count;
        }
        return new(a.Length, rows, columns, [.. cells.Select(cell => (cell.Key.Item1, cell.Key.Item2, cell.Value))]);
    }
}
