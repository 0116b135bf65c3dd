namespace MLNetUNetFill.Evaluation;

/// <summary>
/// The adjusted Rand index of two partitions (Hubert and Arabie, Comparing partitions, Journal of Classification 2, 1985): the share of
/// item pairs on which the partitions agree, corrected for chance. 1 for equal partitions, about 0 for independent ones, at least -0.5.
/// </summary>
public static class AdjustedRandIndex
{
    /// <summary>Compares two partitions of the same items. Only who shares a label with whom matters, not the labels themselves.</summary>
    /// <typeparam name="TA">Type of the labels of the first partition.</typeparam>
    /// <typeparam name="TB">Type of the labels of the second partition.</typeparam>
    /// <param name="labelsA">One label per item.</param>
    /// <param name="labelsB">One label per item, in the same order.</param>
    /// <returns>The index. As in scikit-learn, 1 where it is undefined: no items, one item, a single cluster on both sides, or every item a
    /// cluster of its own on both sides.</returns>
    /// <exception cref="ArgumentException">The spans are not equally long.</exception>
    public static double Compute<TA, TB>(ReadOnlySpan<TA> labelsA, ReadOnlySpan<TB> labelsB) where TA : IEquatable<TA>
        where TB : IEquatable<TB>
    {
        var table = Contingency.Build(labelsA, labelsB);
        double together = table.Cells.Sum(cell => Pairs(cell.Shared)), inA = table.Rows.Sum(Pairs), inB = table.Columns.Sum(Pairs);
        var all = Pairs(table.Count);
        // Pair counts are whole numbers, exact in a double up to 2^53: equal partitions give exactly 1.
        if (together == inA && together == inB) return 1;
        var expected = inA * inB / all;
        return (together - expected) / ((inA + inB) / 2 - expected);
    }

    private static double Pairs(int items) => items * (items - 1.0) / 2;
}
