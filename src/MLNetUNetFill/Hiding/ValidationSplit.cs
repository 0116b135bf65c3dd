namespace MLNetUNetFill.Hiding;

/// <summary>
/// Observed entries set aside before training to measure it: whatever predicts them, the places of the genes and the library sizes
/// included, never sees them. Only the rate branch, which they do not measure, and the choice of the modelled genes do. Drawn cell by cell,
/// at random by seed; a cell keeps at least two entries to train on, so cells with fewer than three give none.
/// </summary>
internal sealed class ValidationSplit
{
    private readonly int[] _starts;
    private readonly int[] _positions;

    /// <summary>Sets entries aside.</summary>
    /// <param name="cells">The training matrix.</param>
    /// <param name="fraction">Share of each cell's observed entries, in [0, 1).</param>
    /// <param name="seed">Seed of the choice.</param>
    public ValidationSplit(SparseCells cells, double fraction, int seed)
    {
        _starts = new int[cells.CellCount + 1];
        var positions = new List<int>((int)(fraction * cells.Values.Length) + cells.CellCount);
        for (var cell = 0; cell < cells.CellCount; cell++)
        {
            var random = new SplitMix64(seed, long.MinValue, cell);
            int start = cells.RowStarts[cell], observed = cells.RowStarts[cell + 1] - start;
            var wanted = Math.Clamp(random.Round(fraction * observed), 0, Math.Max(0, observed - 2));
            for (var i = 0; wanted > 0; i++)
            {
                // Selection sampling (Knuth, TAOCP 3.4.2, algorithm S): uniform, in order, without a shuffled copy.
                if (random.Next(observed - i) >= wanted) continue;
                positions.Add(start + i);
                wanted--;
            }
            _starts[cell + 1] = positions.Count;
        }
        _positions = [.. positions];
    }

    /// <summary>Sets entries of the training cells aside.</summary>
    /// <exception cref="GapFillException">There are too few.</exception>
    public static ValidationSplit OfTraining(SparseCells cells, UNetGapFillOptions options) =>
        Make(cells, "training", options.ValidationFraction, nameof(options.ValidationFraction), options.Seed);

    /// <summary>Masks cells that are held out of training as those in it are masked.</summary>
    /// <exception cref="GapFillException">There are too few entries.</exception>
    public static ValidationSplit OfCells(SparseCells cells, UNetGapFillOptions options) =>
        Make(cells, "validation", options.MaskRate, nameof(options.MaskRate), options.Seed);

    private static ValidationSplit Make(SparseCells cells, string what, double fraction, string option, int seed)
    {
        var split = new ValidationSplit(cells, fraction, seed);
        return split.Count > 0 ? split
            : throw new GapFillException($"The {cells.CellCount} {what} cells hold "
                + $"{Counted.Text(cells.Values.Length, "observed entry", "observed entries")}, too few to set "
                + FormattableString.Invariant(
                    $"{(decimal)(float)fraction} of each cell's aside; expected more entries, or a larger {option}."));
    }

    /// <summary>Number of entries set aside in all cells.</summary>
    public int Count => _positions.Length;

    /// <summary>The entries of a cell that are set aside: ascending indices into <see cref="SparseCells.Values"/>.</summary>
    public ReadOnlySpan<int> EntriesOf(int cell) => _positions.AsSpan(_starts[cell].._starts[cell + 1]);
}
