namespace MLNetUNetFill.IO.Sources;

/// <summary>What going through all cells once told.</summary>
/// <param name="Evidence">What was seen of the values.</param>
/// <param name="Invalid">The first value that can be neither a count nor any expression, in words; null where there is none.</param>
internal sealed record CellScan(CountEvidence Evidence, string? Invalid)
{
    private const int CellsBetweenCancellationChecks = 256;

    /// <summary>Whether all values may be counts.</summary>
    public bool HoldsWholeNumbers => Evidence.FractionalValues == 0 && Invalid is null;

    /// <summary>Goes through all cells.</summary>
    /// <param name="cells">The cells, which are disposed of.</param>
    /// <param name="wholeNumbersOnly">Whether to stop at the first value that is no count.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static CellScan Run(ICellReader cells, bool wholeNumbersOnly, CancellationToken cancellation)
    {
        using var owned = cells;
        var evidence = new CountEvidence();
        for (var cell = 0; cells.MoveNext(); cell++)
        {
            if (cell % CellsBetweenCancellationChecks == 0) cancellation.ThrowIfCancellationRequested();
            var values = cells.Values;
            for (var i = 0; i < values.Length; i++)
                if (!(values[i] > 0 && values[i] <= float.MaxValue))
                    return new(evidence, $"the value {values[i]}{Beyond(values[i])} of gene {cells.Genes[i] + 1} of cell {cell + 1}");
            evidence.Add(values);
            if (wholeNumbersOnly && evidence.FractionalValues > 0) break;
        }

        return new(evidence, null);

        static string Beyond(float value) => float.IsNaN(value) ? ", or one below 1.4E-45, which is too small for single precision,"
            : float.IsPositiveInfinity(value) ? ", or one above 3.4E+38, which is too large for single precision," : "";
    }
}

/// <summary>What is said of the values of every format.</summary>
internal static class CountWarnings
{
    /// <summary>Adds a sentence on cells without counts, and one on values that are not whole numbers.</summary>
    public static void Warn(this CountEvidence evidence, string path, int cells, List<string> warnings, string? place = null)
    {
        var (all, of) = (Counted.Text(cells, "cell"), place is null ? "" : " of " + place);
        if (evidence.EmptyCells > 0)
            warnings.Add($"{path}: " + Counted.Text(evidence.EmptyCells, $"of {all} has no counts; it is kept and stays zero.",
                $"of {all} have no counts; they are kept and stay zero."));
        if (evidence.FractionalValues > 0)
            warnings.Add($"{path}: " + Counted.Text(evidence.FractionalValues, $"value{of} is no whole number; is it a raw count?",
                $"values{of} are not whole numbers; are they raw counts?"));
    }
}
