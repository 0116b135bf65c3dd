namespace MLNetUNetFill.IO.Sources;

/// <summary>
/// Brings counts back from values that were divided by the cell's library size, and perhaps logarithmised: the smallest value of a cell
/// stands for the smallest count, nearly always 1, and every other value is a whole multiple of what 1 stands for. Where that does not
/// hold, the counts cannot be had.
/// </summary>
internal sealed class RestoredCounts(ICellReader values, InputScale scale, string path, IReadOnlyList<string> barcodes) : CellBuffer
{
    /// <summary>The smallest count of a cell that is tried.</summary>
    private const int LargestStep = 10;

    private int _cell = -1;

    public override bool MoveNext()
    {
        Clear();
        if (!values.MoveNext()) return false;
        _cell++;
        var given = values.Values.ToArray();
        if (given.Length == 0) return true;
        var rates = Array.ConvertAll(given, value => scale == InputScale.Log1p ? Math.Exp(value) - 1 : value);
        for (var count = 1; count <= LargestStep; count++)
            if (TryStep(rates, rates.Min() / count)) return true;
        throw new GapFillException($"{path}: the values of cell {NameList.Quote(barcodes[_cell])} are no whole multiples of its smallest, "
            + $"{given.Min()}, as {ScaleCheck.Words(scale)} are; expected raw counts: they were rounded, or "
            + "changed in another way, and cannot be brought back exactly.");
    }

    public override void Dispose() => values.Dispose();

    /// <summary>Tries a rate as that of one molecule.</summary>
    private bool TryStep(double[] rates, double step)
    {
        // The smallest value alone is too coarse in single precision: the small ones together tell the rate better.
        var small = Array.FindAll(rates, rate => rate <= 50 * step);
        step = small.Sum() / small.Sum(rate => Math.Round(rate / step));
        Clear();
        for (var i = 0; i < rates.Length; i++)
        {
            var (exact, whole) = (rates[i] / step, Math.Round(rates[i] / step));
            if (whole < 1 || Math.Abs(exact - whole) > Math.Min(0.25, 0.02 + 2e-6 * exact)) return false;
            Add(values.Genes[i], (float)whole);
        }

        return true;
    }
}
