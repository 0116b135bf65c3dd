using MLNetUNetFill.Expression;

namespace MLNetUNetFill.Baselines;

/// <summary>
/// Baseline: the gene's mean over those of the cell's nearest neighbours in which it was observed, shrunk towards the gene mean by one
/// observation: <c>(sum + geneMean) / (n + 1)</c>. Neighbours are found on principal components of log1p CP10k, the cell itself excluded.
/// </summary>
internal static class KnnMean
{
    /// <summary>Predicts single entries.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="entries">Row and column of each entry wanted.</param>
    /// <param name="neighbours">Number of neighbours; all other cells if there are fewer.</param>
    /// <param name="components">Number of principal components.</param>
    /// <returns>log1p CP10k, one value an entry; 0 for a gene that no cell shows.</returns>
    public static float[] Predict(NormalizedCells cells, ReadOnlySpan<(int Cell, int Gene)> entries, int neighbours = 15, int components = 20)
    {
        var means = GeneMean.NonZeroMeans(cells);
        var nearest = NearestNeighbours.Find(PrincipalComponents.Scores(cells, components, seed: 0), cells.CellCount, neighbours);
        var predicted = new float[entries.Length];
        Span<float> sums = new float[cells.GeneCount], counts = new float[cells.GeneCount];
        foreach (var group in Enumerable.Range(0, entries.Length).ToLookup(CellOf(entries)))
        {
            sums.Clear();
            counts.Clear();
            foreach (var neighbour in nearest[group.Key])
            {
                var genes = cells.GenesOf(neighbour);
                var values = cells.ValuesOf(neighbour);
                for (var i = 0; i < genes.Length; i++)
                {
                    sums[genes[i]] += values[i];
                    counts[genes[i]]++;
                }
            }
            foreach (var i in group) predicted[i] = (sums[entries[i].Gene] + means[entries[i].Gene]) / (counts[entries[i].Gene] + 1);
        }
        return predicted;
    }

    private static Func<int, int> CellOf(ReadOnlySpan<(int Cell, int Gene)> entries)
    {
        var cells = new int[entries.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = entries[i].Cell;
        return i => cells[i];
    }
}
