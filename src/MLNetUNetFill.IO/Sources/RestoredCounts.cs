namespace MLNetUNetFill.IO.Sources;

/// <summary>
/// Brings counts back from values that were divided by the cell's library size, and perhaps logarithmised: the smallest value of a cell
/// stands for the smallest count, nearly always 1, and every other value is a whole multiple of what 1 stands for. Where that does not
/// hold, the counts cannot be had.
/// </summary>
internal sealed class RestoredCounts(ICellReader values, InputScale scale, string path, IReadOnlyList<string> barcodes) : ICellReader
{
    /// <summary>The smallest count of a cell that is tried.</summary>
    private const int LargestStep = 10;

    private double[] _rates = [];
    private float[] _counts = [];
    private int _cell = -1;

    public ReadOnlySpan<int> Genes => values.Genes;

    public ReadOnlySpan<float> Values => _counts.AsSpan(0, values.Genes.Length);

    public bool MoveNext()
    {
        if (!values.MoveNext()) return false;
        _cell++;
        var given = values.Values;
        if (_counts.Length < given.Length) (_counts, _rates) = (new float[given.Length], new double[given.Length]);
        if (given.IsEmpty) return true;
        var smallest = double.PositiveInfinity;
        for (var i = 0; i < given.Length; i++)
        {
            _rates[i] = scale == InputScale.Log1p ? Math.Exp(given[i]) - 1 : given[i];
            smallest = Math.Min(smallest, _rates[i]);
        }

        for (var count = 1; count <= LargestStep; count++)
            if (TryStep(smallest / count, given.Length)) return true;
        throw new GapFillException($"{path}: the values of cell '{barcodes[_cell]}' are no whole multiples of its smallest, "
            + $"{given.ToArray().Min()}, as {ScaleCheck.Words(scale)} are; expected raw counts: they were rounded, or "
            + "changed in another way, and cannot be brought back exactly.");
    }

    public void Dispose() => values.Dispose();

    /// <summary>Tries a rate as that of one molecule.</summary>
    private bool TryStep(double step, int length)
    {
        // The smallest value alone is too coarse in single precision: the small ones together tell the rate better.
        double rates = 0, counts = 0;
        for (var i = 0; i < length; i++)
        {
            if (_rates[i] > 50 * step) continue;
            rates += _rates[i];
            counts += Math.Round(_rates[i] / step);
        }

        step = rates / counts;
        for (var i = 0; i < length; i++)
        {
            var (exact, whole) = (_rates[i] / step, Math.Round(_rates[i] / step));
            if (whole < 1 || Math.Abs(exact - whole) > Math.Min(0.25, 0.02 + 2e-6 * exact)) return false;
            _counts[i] = (float)whole;
        }

        return true;
    }
}
