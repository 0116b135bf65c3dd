using MLNetUNetFill.Hiding;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>
/// What the autoencoder sees and is held against: counts at the median library size, log1p, every gene to mean 0 and standard deviation 1;
/// and raw counts with their size factor, library size over the median.
/// </summary>
internal sealed class DcaData
{
    private readonly float[] _means;
    private readonly float[] _deviations;
    private readonly double _median;

    /// <summary>Learns the genes' means and deviations.</summary>
    public DcaData(CountMatrix counts)
    {
        Counts = counts;
        _median = Quantiles.Median([.. Enumerable.Range(0, counts.CellCount).Select(counts.LibrarySize)]);
        var sums = new double[counts.GeneCount];
        var squares = new double[counts.GeneCount];
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            var (genes, library) = (counts.GenesOf(cell).ToArray(), counts.LibrarySize(cell));
            for (var i = 0; i < genes.Length; i++)
            {
                var value = Transform(counts.ValuesOf(cell)[i], library);
                sums[genes[i]] += value;
                squares[genes[i]] += value * value;
            }
        }
        _means = [.. sums.Select(sum => (float)(sum / counts.CellCount))];
        _deviations = [.. squares.Select((sum, gene) => Deviation(sum - sums[gene] * sums[gene] / counts.CellCount, counts.CellCount))];
    }

    /// <summary>The raw counts.</summary>
    public CountMatrix Counts { get; }

    /// <summary>A cell as it is, seen and to be reproduced.</summary>
    /// <param name="cell">0-based row.</param>
    /// <param name="input">Gets the standardised expression.</param>
    /// <param name="target">Gets the counts.</param>
    /// <returns>The size factor of the target.</returns>
    public float Whole(int cell, Span<float> input, Span<float> target)
    {
        Counts.Cells.CopyTo(cell, target);
        Standardise(cell, Counts.ValuesOf(cell), Counts.LibrarySize(cell), input);
        return (float)(Counts.LibrarySize(cell) / _median);
    }

    /// <summary>A cell thinned: a part of its molecules is seen, the others are to be predicted. Without a molecule on either side there is
    /// nothing to predict: the target is empty and its size factor 0.</summary>
    /// <param name="cell">0-based row.</param>
    /// <param name="fraction">Expected share of the molecules seen.</param>
    /// <param name="random">Stream of the cell.</param>
    /// <param name="input">Gets the standardised expression.</param>
    /// <param name="target">Gets the counts.</param>
    /// <returns>The size factor of the target.</returns>
    public float Thinned(int cell, double fraction, SplitMix64 random, Span<float> input, Span<float> target)
    {
        var genes = Counts.GenesOf(cell);
        var values = Counts.ValuesOf(cell);
        var seen = new float[values.Length];
        CountThinning.Thin(values, fraction, random, seen);
        double unseen = 0;
        target.Clear();
        for (var i = 0; i < genes.Length; i++) unseen += target[genes[i]] = CountThinning.Whole(values[i]) - seen[i];
        if (!seen.AsSpan().ContainsAnyExcept(0))
        {
            target.Clear();
            (seen, unseen) = (values.ToArray(), 0);
        }
        Standardise(cell, seen, LibrarySize.Sum(seen), input);
        return (float)(unseen / _median);
    }

    private void Standardise(int cell, ReadOnlySpan<float> values, double library, Span<float> row)
    {
        for (var gene = 0; gene < row.Length; gene++) row[gene] = -_means[gene] / _deviations[gene];
        var genes = Counts.GenesOf(cell);
        for (var i = 0; i < genes.Length; i++) row[genes[i]] += (float)Transform(values[i], library) / _deviations[genes[i]];
    }

    private double Transform(float count, double library) => double.LogP1(count * _median / library);

    // A gene that is the same in all cells is not scaled.
    private static float Deviation(double squares, int cells) => squares > 1e-9 * cells ? (float)Math.Sqrt(squares / (cells - 1)) : 1;
}
