namespace MLNetUNetFill.Hiding;

/// <summary>
/// Count thinning: every molecule goes to one of two parts at random, so that both parts are independent given the true expression
/// (for Poisson counts) and one can be predicted from the other (Batson, Royer and Webber, Molecular cross-validation for single-cell
/// RNA-seq, bioRxiv 2019; Neufeld et al., Inference after latent variable estimation, Biostatistics 2024).
/// </summary>
internal static class CountThinning
{
    /// <summary>The whole number that a count stands for: the nearest, at least 1 for a positive count.</summary>
    /// <param name="count">Not negative; what is above 2^53 counts as that.</param>
    public static long Whole(float count) => count > 0
        ? Math.Max(1, (long)Math.Min(Math.Round((double)count, MidpointRounding.AwayFromZero), 1L << 53)) : 0;

    /// <summary>Thins the counts of a cell. The rest of an entry is <c>Whole(count) - thinned</c>.</summary>
    /// <param name="counts">Counts, stored entries or dense.</param>
    /// <param name="fraction">The expected share of the molecules that is kept, in [0, 1].</param>
    /// <param name="random">The cell's own stream.</param>
    /// <param name="thinned">What is kept, whole numbers, parallel to <paramref name="counts"/>; may be the same span.</param>
    public static void Thin(ReadOnlySpan<float> counts, double fraction, SplitMix64 random, Span<float> thinned)
    {
        for (var i = 0; i < counts.Length; i++) thinned[i] = random.Binomial(Whole(counts[i]), fraction);
    }

    /// <summary>Splits a matrix into a seen and an unseen part. Both together are the counts, rounded to whole numbers.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="fraction">The expected share of the molecules that is seen, in (0, 1).</param>
    /// <param name="seed">Seed of the split; every cell has its own stream.</param>
    /// <returns>Two matrices of the same cells and genes, without the entries that became zero.</returns>
    public static (CountMatrix Seen, CountMatrix Unseen) Split(CountMatrix counts, double fraction, int seed)
    {
        var (seen, unseen) = (new SparseCellsBuilder(counts.GeneCount), new SparseCellsBuilder(counts.GeneCount));
        var buffer = new float[counts.Cells.LongestRow];
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            var genes = counts.GenesOf(cell);
            var values = counts.ValuesOf(cell);
            Thin(values, fraction, new SplitMix64(seed, counts.NonZeroCount, cell), buffer);
            for (var i = 0; i < genes.Length; i++)
            {
                seen.Add(genes[i], buffer[i]);
                unseen.Add(genes[i], Whole(values[i]) - buffer[i]);
            }
            seen.EndCell();
            unseen.EndCell();
        }
        return (counts.WithValues(seen.Build()), counts.WithValues(unseen.Build()));
    }
}
