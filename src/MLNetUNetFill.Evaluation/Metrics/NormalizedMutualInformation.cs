namespace MLNetUNetFill.Evaluation;

/// <summary>
/// The mutual information of two partitions divided by the arithmetic mean of their entropies (Strehl and Ghosh 2002; Vinh, Epps and
/// Bailey 2010), as scikit-learn computes it by default. 1 for equal partitions, 0 for independent ones; not corrected for chance.
/// </summary>
public static class NormalizedMutualInformation
{
    /// <summary>Compares two partitions of the same items.</summary>
    /// <typeparam name="TA">Type of the labels of the first partition.</typeparam>
    /// <typeparam name="TB">Type of the labels of the second partition.</typeparam>
    /// <param name="labelsA">One label per item.</param>
    /// <param name="labelsB">One label per item, in the same order.</param>
    /// <returns>A number in [0, 1]. As in scikit-learn, 1 where both sides are a single cluster or there are no items, and 0 where only one
    /// side is a single cluster.</returns>
    /// <exception cref="ArgumentException">The spans are not equally long.</exception>
    public static double Compute<TA, TB>(ReadOnlySpan<TA> labelsA, ReadOnlySpan<TB> labelsB) where TA : IEquatable<TA>
        where TB : IEquatable<TB>
    {
        var table = Contingency.Build(labelsA, labelsB);
        if (table.Rows.Length <= 1 && table.Columns.Length <= 1) return 1;
        double information = 0;
        foreach (var (row, column, shared) in table.Cells)
            information += (double)shared / table.Count * Math.Log((double)shared * table.Count / ((double)row * column));
        return Math.Clamp(2 * information / (Entropy(table.Rows, table.Count) + Entropy(table.Columns, table.Count)), 0, 1);
    }

    private static double Entropy(int[] sizes, int count) => -sizes.Sum(size => (double)size / count * Math.Log((double)size / count));
}
