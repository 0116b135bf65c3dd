using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Pearson's correlation of truth and prediction gene by gene, as its median over the genes: whether a method tells cells apart, not only genes.
/// On sparse counts most of it may be the cells' library size alone; <see cref="ByLibrarySize"/> is the prediction that knows nothing else.
/// </summary>
/// <param name="Median">Median over the genes; a constant prediction counts as 0; NaN without genes.</param>
/// <param name="Genes">Genes with enough entries whose truth varies.</param>
internal readonly record struct MedianGenePearson(double Median, int Genes)
{
    /// <summary>The fewest entries that a gene needs by default.</summary>
    public const int LeastEntries = 10;

    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="genes">Gene of each entry.</param>
    /// <param name="truth">True values, log1p CP10k, parallel to <paramref name="genes"/>.</param>
    /// <param name="predicted">Predicted values, log1p CP10k, parallel to <paramref name="genes"/>.</param>
    /// <param name="leastEntries">The fewest entries that a gene needs to count.</param>
    public static MedianGenePearson Compute(ReadOnlySpan<int> genes, ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted,
        int leastEntries = LeastEntries)
    {
        var entriesOf = new Dictionary<int, List<int>>();
        for (var i = 0; i < genes.Length; i++)
        {
            if (!entriesOf.TryGetValue(genes[i], out var entries)) entriesOf.Add(genes[i], entries = []);
            entries.Add(i);
        }
        var correlations = new List<double>();
        foreach (var entries in entriesOf.Values)
        {
            if (entries.Count < leastEntries) continue;
            var moments = new PairMoments();
            foreach (var i in entries) moments.Add(truth[i], predicted[i]);
            if (IsConstant(entries, truth)) continue;
            correlations.Add(IsConstant(entries, predicted) ? 0 : moments.Pearson);
        }
        return new(Quantiles.Median(correlations), correlations.Count);
    }

    /// <summary>
    /// Predicts entries from the library size alone: the gene's mean count over the cells that show it, in the scale of the cell:
    /// <c>log1p(1e4 * mean / library)</c>.
    /// </summary>
    /// <param name="counts">The counts that a method may see.</param>
    /// <param name="entries">The entries wanted, of <paramref name="counts"/>' cells and genes.</param>
    /// <returns>log1p CP10k, one value an entry.</returns>
    public static float[] ByLibrarySize(CountMatrix counts, IReadOnlyList<HeldOutEntry> entries)
    {
        var (sums, shown) = (new double[counts.GeneCount], new int[counts.GeneCount]);
        var libraries = new double[counts.CellCount];
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            libraries[cell] = counts.LibrarySize(cell);
            var genes = counts.GenesOf(cell);
            for (var i = 0; i < genes.Length; i++)
            {
                sums[genes[i]] += counts.ValuesOf(cell)[i];
                shown[genes[i]]++;
            }
        }
        return [.. entries.Select(entry =>
            LibrarySize.Log1pCp10k((float)(sums[entry.Gene] / Math.Max(1, shown[entry.Gene])), libraries[entry.Cell]))];
    }

    private static bool IsConstant(List<int> entries, ReadOnlySpan<float> values)
    {
        foreach (var i in entries)
            if (values[i] != values[entries[0]]) return false;
        return true;
    }
}
