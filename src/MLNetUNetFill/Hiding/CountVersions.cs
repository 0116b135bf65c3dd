namespace MLNetUNetFill.Hiding;

/// <summary>Draws the versions of the training matrix that the network learns from: anew in every epoch, the same for the same seed and
/// epoch.</summary>
/// <param name="counts">The training matrix.</param>
/// <param name="validation">The entries set aside.</param>
/// <param name="masks">The masks.</param>
/// <param name="seed">Seed of the thinning.</param>
internal sealed class CountVersions(TrainingCounts counts, ValidationSplit validation, RandomMask masks, int seed)
{
    /// <summary>Bounds of the share of the molecules that a thinned cell keeps.</summary>
    private const double LeastKept = 0.7, MostKept = 0.97;

    /// <summary>Thins the counts; each epoch keeps another share of them.</summary>
    public ThinnedCounts Thin(int epoch)
    {
        var fraction = LeastKept + (MostKept - LeastKept) * new SplitMix64(seed, epoch, long.MaxValue).NextDouble();
        var (kept, targets) = (new float[counts.Values.Length], new float[counts.Values.Length]);
        var (libraries, targetLibraries) = (new float[counts.CellCount], new float[counts.CellCount]);
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            var row = counts.Row(cell);
            Span<float> thinned = kept.AsSpan(row), rest = targets.AsSpan(row);
            var whole = counts.ValuesOf(cell);
            CountThinning.Thin(whole, fraction, new SplitMix64(seed, epoch, cell), thinned);
            for (var i = 0; i < rest.Length; i++) rest[i] = CountThinning.Whole(whole[i]) - thinned[i];
            if (LibrarySize.Sum(thinned) is not (var thinnedSum and > 0))
            {
                whole.CopyTo(thinned);
                rest.Clear();
                libraries[cell] = counts.Libraries[cell];
                continue;
            }
            var others = (long)Math.Max(0, Math.Round(counts.Libraries[cell] - LibrarySize.Sum(whole)));
            var random = new SplitMix64(seed, epoch, ~(long)cell);
            var othersKept = random.Binomial(others, fraction);
            libraries[cell] = (float)(thinnedSum + othersKept);
            targetLibraries[cell] = (float)(LibrarySize.Sum(rest) + others - othersKept);
        }
        return new ThinnedCounts(counts with { Values = kept, Libraries = libraries }, targets, targetLibraries);
    }

    /// <summary>Hides the validation entries and a fresh mask.</summary>
    /// <returns>What is left, and the masked entries, cell by cell: ascending indices into the matrix's entries.</returns>
    public (TrainingCounts Input, int[][] Masked) Mask(int epoch)
    {
        int[][] masked = [.. Enumerable.Range(0, counts.CellCount).Select(cell => masks.Draw(epoch, cell))];
        return (counts.Without(cell => (int[])[.. validation.EntriesOf(cell), .. masked[cell]]).AsIfComplete(counts), masked);
    }

    /// <summary>Hides the validation entries alone.</summary>
    public TrainingCounts WithoutValidation() => counts.Without(validation.EntriesOf).AsIfComplete(counts);
}

/// <summary>A thinned version of the training matrix, and the molecules that are to be predicted from it.</summary>
/// <param name="Input">The molecules kept.</param>
/// <param name="Targets">The other molecules of every entry, parallel to the matrix's entries.</param>
/// <param name="TargetLibraries">The other molecules of every cell, over all genes; 0 for a cell that would have lost all and was left
/// whole.</param>
internal sealed record ThinnedCounts(TrainingCounts Input, float[] Targets, float[] TargetLibraries);

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
