using System.Globalization;

namespace MLNetUNetFill.Cells;

/// <summary>Chooses the genes that the network models.</summary>
internal static class GeneSelection
{
    /// <summary>The genes with the largest variance of log1p CP10k over all cells.</summary>
    /// <param name="statistics">Statistics of the training cells.</param>
    /// <param name="count">How many genes; fewer if there are not as many candidates. 0 takes every gene that any cell shows.</param>
    /// <param name="minDetectionRate">Candidates are the genes detected in at least this share of the cells, and in at least one.</param>
    /// <returns>Gene indices, ascending. Of genes with equal variance the first come first.</returns>
    /// <exception cref="GapFillException">Fewer than 2 genes are left.</exception>
    public static int[] MostVariable(GeneStatistics statistics, int count, double minDetectionRate)
    {
        // A gene that no cell shows has no target to learn from: the network would invent its values.
        var all = Enumerable.Range(0, statistics.GeneCount).Where(gene => statistics.Detected(gene) > 0).ToArray();
        var known = Counted.Text(statistics.GeneCount, "gene");
        if (count == 0)
        {
            if (all.Length < 2)
                throw new GapFillException(Counted.Text(all.Length, $"of {known} has", $"of {known} have")
                    + " any count; expected at least 2 such genes.");
            return all;
        }
        var leastCells = minDetectionRate * statistics.CellCount;
        var candidates = all.Where(gene => statistics.Detected(gene) >= leastCells).ToArray();
        if (candidates.Length < 2)
            throw new GapFillException(string.Create(CultureInfo.InvariantCulture,
                $"{Counted.Text(candidates.Length, $"of {known} is", $"of {known} are")} detected in at least "
                    + $"{(decimal)minDetectionRate * 100:G29} % of the {statistics.CellCount} cells; expected at least 2 such genes."));
        // LINQ's sort is stable: ties keep the order of the genes.
        return [.. candidates.OrderByDescending(statistics.Variance).Take(count).Order()];
    }

    /// <summary>The genes that training on a matrix chooses by default.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="count">How many genes; 0 takes every gene that any cell shows.</param>
    /// <returns>Gene indices, ascending.</returns>
    /// <exception cref="GapFillException">Fewer than 2 genes are left.</exception>
    public static int[] MostVariable(CountMatrix counts, int count)
    {
        var statistics = new GeneStatistics(counts.GeneCount);
        for (var cell = 0; cell < counts.CellCount; cell++)
            statistics.Add(counts.GenesOf(cell), counts.ValuesOf(cell), counts.LibrarySize(cell));
        return MostVariable(statistics, count, new UNetGapFillOptions().MinDetectionRate);
    }
}

/// <summary>
/// Statistics of log1p CP10k per gene, gathered in one pass over the cells. Only non-zero entries are visited: Welford's update runs over
/// them, and the zeros are added at the end by the pairwise rule of Chan, Golub and LeVeque (1983), so that nothing cancels.
/// </summary>
/// <param name="geneCount">Number of genes (columns of the input).</param>
internal sealed class GeneStatistics(int geneCount)
{
    private readonly RunningMoments _moments = new(geneCount);

    /// <summary>Number of genes.</summary>
    public int GeneCount => _moments.Count.Length;

    /// <summary>Number of cells added so far.</summary>
    public int CellCount { get; private set; }

    /// <summary>Adds one cell.</summary>
    /// <param name="genes">Its genes, each at most once.</param>
    /// <param name="counts">Their raw counts, parallel to <paramref name="genes"/>; zeros are allowed.</param>
    /// <param name="library">The cell's library size over all genes.</param>
    public void Add(ReadOnlySpan<int> genes, ReadOnlySpan<float> counts, double library)
    {
        CellCount++;
        for (var i = 0; i < genes.Length; i++)
            if (LibrarySize.Log1pCp10k(counts[i], library) is var value and not 0) _moments.Add(genes[i], value);
    }

    /// <summary>Number of cells in which the gene is above 0.</summary>
    public int Detected(int gene) => _moments.Count[gene];

    /// <summary>Population variance over all cells, zeros included.</summary>
    public double Variance(int gene)
    {
        if (CellCount == 0) return 0;
        var (detectionRate, mean) = ((double)Detected(gene) / CellCount, _moments.Mean[gene]);
        return _moments.Squares[gene] / CellCount + mean * mean * detectionRate * (1 - detectionRate);
    }
}
