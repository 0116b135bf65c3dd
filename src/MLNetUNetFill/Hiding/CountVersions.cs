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

    private readonly int[] _drawn = new int[masks.MaxLength];

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
            CountThinning.Thin(counts.Values.AsSpan(row), fraction, new SplitMix64(seed, epoch, cell), thinned);
            double modelled = 0, modelledKept = 0, modelledWhole = 0;
            for (var i = 0; i < thinned.Length; i++)
            {
                var count = counts.Values[row.Start.Value + i];
                rest[i] = CountThinning.Whole(count) - thinned[i];
                modelled += count;
                modelledKept += thinned[i];
                modelledWhole += thinned[i] + rest[i];
            }
            if (modelledKept == 0)
            {
                counts.Values.AsSpan(row).CopyTo(thinned);
                rest.Clear();
                libraries[cell] = counts.Libraries[cell];
                continue;
            }
            var others = (long)Math.Max(0, Math.Round(counts.Libraries[cell] - modelled));
            var random = new SplitMix64(seed, epoch, ~(long)cell);
            var othersKept = random.Binomial(others, fraction);
            libraries[cell] = (float)(modelledKept + othersKept);
            targetLibraries[cell] = (float)(modelledWhole - modelledKept + others - othersKept);
        }
        return new ThinnedCounts(counts with { Values = kept, Libraries = libraries }, targets, targetLibraries);
    }

    /// <summary>Hides the validation entries and a fresh mask.</summary>
    /// <returns>What is left, and the masked entries, cell by cell: ascending indices into the matrix's entries.</returns>
    public (TrainingCounts Input, int[][] Masked) Mask(int epoch)
    {
        int[][] masked = [.. Enumerable.Range(0, counts.CellCount).Select(cell => masks.Draw(epoch, cell, _drawn).ToArray())];
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
