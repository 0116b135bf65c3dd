using System.Globalization;

namespace MLNetUNetFill.Cells;

/// <summary>
/// Tells raw counts from what is often given in their place: logarithms, fractions, values normalised to one depth, scaled values. Told of
/// every cell in one pass, it keeps a few sums and decides at the end. Whole numbers are counts, however they were made; mostly fractional
/// values with no sign of a transformation may be estimated counts, as pseudo-aligners give them.
/// </summary>
internal sealed class CountEvidence
{
    /// <summary>Natural logarithms of what a cell may hold are below this: e^20 is 485 million.</summary>
    private const float LogLimit = 20;

    /// <summary>Relative difference of two sums that count as equal: single precision, and files with 4 digits.</summary>
    private const double SameSum = 2e-3;

    /// <summary>The same for sums of rounded values: of ten thousand genes each may be half a count off. Raw counts differ by
    /// more.</summary>
    private const double SameRoundedSum = 1e-2;

    private double _smallestSum = double.PositiveInfinity, _largestSum, _smallestExpSum = double.PositiveInfinity, _largestExpSum;
    private float _largest, _lowest;
    private long _belowOne;

    /// <summary>Cells that hold values.</summary>
    public long Cells { get; private set; }

    /// <summary>Values that are not zero.</summary>
    public long NonZeroCount { get; private set; }

    /// <summary>Cells without any.</summary>
    public int EmptyCells { get; private set; }

    /// <summary>Values that are not whole numbers.</summary>
    public long FractionalValues { get; private set; }

    /// <summary>Looks at a whole matrix.</summary>
    public static CountEvidence Observe(CountMatrix matrix)
    {
        var evidence = new CountEvidence();
        for (var cell = 0; cell < matrix.CellCount; cell++) evidence.Add(matrix.ValuesOf(cell));
        return evidence;
    }

    /// <summary>Adds one cell.</summary>
    /// <param name="values">Its values; zeros are not looked at.</param>
    public void Add(ReadOnlySpan<float> values)
    {
        double sum = 0, expSum = 0;
        var (seen, fractional, belowOne) = (0, 0, 0);
        foreach (var value in values)
        {
            if (value == 0) continue;
            seen++;
            sum += value;
            if (value > _largest) _largest = value;
            if (value < _lowest) _lowest = value;
            if (value == MathF.Floor(value)) continue;
            fractional++;
            if (value < 1) belowOne++;
        }
        NonZeroCount += seen;
        FractionalValues += fractional;
        _belowOne += belowOne;
        if (seen == 0)
        {
            EmptyCells++;
            return;
        }

        Cells++;
        (_smallestSum, _largestSum) = (Math.Min(_smallestSum, sum), Math.Max(_largestSum, sum));
        // Exponentials are dear, and whole numbers are no logarithms.
        if (fractional * 2 <= seen || _largest >= LogLimit) return;
        foreach (var value in values) expSum += Math.Exp(value) - 1;
        (_smallestExpSum, _largestExpSum) = (Math.Min(_smallestExpSum, expSum), Math.Max(_largestExpSum, expSum));
    }

    /// <summary>Does with input that is no raw counts what is asked for.</summary>
    /// <param name="what">What becomes of it.</param>
    /// <param name="where">Where it is, for the sentence.</param>
    /// <returns>A sentence that says what was found; null where there is nothing to say.</returns>
    /// <exception cref="GapFillException">It is refused.</exception>
    public string? Judge(SuspiciousInput what, string where)
    {
        if (what == SuspiciousInput.Accept || Objection() is not { } objection) return null;
        return what == SuspiciousInput.Warn ? $"{where} does not seem to hold raw counts: {objection}."
            : throw new GapFillException($"{where} does not hold raw counts: {objection}; expected raw counts.");
    }

    /// <summary>What is doubtful in training cells, a sentence each.</summary>
    /// <param name="column">The cells' column.</param>
    /// <param name="what">What becomes of values that are no raw counts.</param>
    /// <exception cref="GapFillException">They are refused.</exception>
    public IReadOnlyList<string> Describe(DataViewSchema.Column column, SuspiciousInput what)
    {
        var (doubts, all) = (new List<string>(), Counted.Text(Cells + EmptyCells, "cell"));
        if (Judge(what, $"Column '{column.Name}'") is { } doubt) doubts.Add(doubt);
        if (EmptyCells > 0)
            doubts.Add($"Column '{column.Name}': " + Counted.Text(EmptyCells,
                $"of {all} holds no counts; it is left out of training and stays zero.",
                $"of {all} hold no counts; they are left out of training and stay zero."));
        if (!column.HasSlotNames())
            doubts.Add($"Column '{column.Name}' has no slot names: genes are called Gene1, Gene2, ..., so that no one can tell whether "
                + "other cells have the same genes.");
        return doubts;
    }

    /// <summary>Why these are no raw counts, a clause that says what was found; null where they may be.</summary>
    public string? Objection()
    {
        if (NonZeroCount == 0) return null;
        if (_lowest < 0) return $"{Number(_lowest)} is the lowest of its values, so they were scaled or centred";
        var several = Cells > 2;
        if (FractionalValues * 2 <= NonZeroCount)
            return several && _largestSum > _smallestSum && Same(_smallestSum, _largestSum, SameRoundedSum) && _smallestSum > 100
                ? $"the values of every cell add up to {Number(_smallestSum)} to {Number(_largestSum)}, so they were normalised and rounded"
                : null;
        var share = $"{((double)FractionalValues / NonZeroCount).ToString("P0", CultureInfo.InvariantCulture)} of its values are no "
            + "whole numbers";
        if (several && _largest < LogLimit && Same(_smallestExpSum, _largestExpSum))
            return $"{share}, and exp(value) - 1 adds up to {Number(_largestExpSum)} in every cell, so they are logarithms of normalised "
                + "counts";
        if (several && Same(_smallestSum, _largestSum))
            return $"{share}, and they add up to {Number(_largestSum)} in every cell, so they were normalised";
        if (_largest <= 1) return $"{share} and none is above 1, so they are fractions";
        if (_largest < LogLimit) return $"{share} and none is above {Number(_largest)}, so they look like logarithms";
        return _belowOne * 2 > NonZeroCount ? $"{share} and most are below 1, so they are fractions" : null;
    }

    private static bool Same(double a, double b, double difference = SameSum) =>
        Math.Abs(a - b) <= difference * Math.Max(Math.Abs(a), Math.Abs(b));

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
