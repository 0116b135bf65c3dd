namespace MLNetUNetFill.IO.Hdf5;

/// <summary>Goes through the cells of a matrix in a file and holds one of them.</summary>
internal interface ICellRows : IDisposable
{
    /// <summary>Goes to the next cell; there is one more.</summary>
    void MoveNext();

    /// <summary>The genes of the cell that are not zero, ascending.</summary>
    ReadOnlySpan<int> Genes { get; }

    /// <summary>Their values.</summary>
    ReadOnlySpan<float> Values { get; }
}

/// <summary>What going through all cells once told.</summary>
/// <param name="NonZero">Entries that are not zero.</param>
/// <param name="EmptyCells">Cells without any.</param>
/// <param name="Fractional">Values that are not whole numbers.</param>
/// <param name="Invalid">The first value that can be neither a count nor any expression, in words; null where there is none.</param>
internal sealed record CellScan(long NonZero, int EmptyCells, long Fractional, string? Invalid)
{
    private const int CellsBetweenCancellationChecks = 256;

    /// <summary>Whether all values may be counts.</summary>
    public bool HoldsWholeNumbers => Fractional == 0 && Invalid is null;

    /// <summary>Goes through all cells.</summary>
    /// <param name="rows">The cells.</param>
    /// <param name="cellCount">How many.</param>
    /// <param name="wholeNumbersOnly">Whether to stop at the first value that is no count.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static CellScan Run(ICellRows rows, int cellCount, bool wholeNumbersOnly, CancellationToken cancellation)
    {
        var (nonZero, empty, fractional) = (0L, 0, 0L);
        for (var cell = 0; cell < cellCount; cell++)
        {
            if (cell % CellsBetweenCancellationChecks == 0) cancellation.ThrowIfCancellationRequested();
            rows.MoveNext();
            var values = rows.Values;
            nonZero += values.Length;
            if (values.IsEmpty) empty++;
            for (var i = 0; i < values.Length; i++)
            {
                var value = values[i];
                if (!(value > 0 && value <= float.MaxValue))
                    return new(nonZero, empty, fractional, $"the value {value} of gene {rows.Genes[i] + 1} of cell {cell + 1}");
                if (value != MathF.Floor(value)) fractional++;
            }

            if (wholeNumbersOnly && fractional > 0) break;
        }

        return new(nonZero, empty, fractional, null);
    }
}
