namespace MLNetUNetFill.Cells;

/// <summary>
/// Statistics of log1p CP10k per gene, gathered in one pass over the cells. Only non-zero entries are visited: Welford's update runs over
/// them, and the zeros are added at the end by the pairwise rule of Chan, Golub and LeVeque (1983), so that nothing cancels.
/// </summary>
/// <param name="geneCount">Number of genes (columns of the input).</param>
internal sealed class GeneStatistics(int geneCount)
{
    private readonly int[] _detected = new int[geneCount];
    private readonly double[] _mean = new double[geneCount];
    private readonly double[] _squares = new double[geneCount];

    /// <summary>Number of genes.</summary>
    public int GeneCount => _detected.Length;

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
        {
            var value = LibrarySize.Log1pCp10k(counts[i], library);
            if (value == 0) continue;
            var gene = genes[i];
            var delta = value - _mean[gene];
            _mean[gene] += delta / ++_detected[gene];
            _squares[gene] += delta * (value - _mean[gene]);
        }
    }

    /// <summary>Number of cells in which the gene is above 0.</summary>
    public int Detected(int gene) => _detected[gene];

    /// <summary>Population variance over all cells, zeros included.</summary>
    public double Variance(int gene)
    {
        if (CellCount == 0) return 0;
        var detectionRate = (double)_detected[gene] / CellCount;
        return _squares[gene] / CellCount + _mean[gene] * _mean[gene] * detectionRate * (1 - detectionRate);
    }
}
