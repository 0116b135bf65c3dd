using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>
/// The linear stack's features of an entry, made without its own value, in standard deviations from the gene's mean where it is expression:
/// for 5, 15 and 50 neighbours the mean of those that show the gene, shrunk by one observation, and the share that does; the low-rank
/// completion;
/// the cell's mean deviation and library size; the gene's mean, detection rate and standard deviation.
/// </summary>
internal sealed class StackFeatures
{
    /// <summary>Number of features of an entry.</summary>
    public const int Count = 12;

    private const int Components = 20;
    private static readonly int[] Neighbours = [5, 15, 50];

    private readonly SparseCells _cells;
    private readonly GeneMoments _moments;
    private readonly float[] _libraries;
    private readonly int[][] _nearest;
    private readonly float[] _completed;
    private readonly float _highestMean;
    private readonly CellSums _around;

    /// <summary>Prepares the features of all entries.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes: the entries to predict must be missing.</param>
    /// <param name="moments">Statistics of the genes.</param>
    /// <param name="libraries">Logarithm of each cell's library size, standardised.</param>
    /// <param name="cancellation">Checked between the steps.</param>
    public StackFeatures(SparseCells cells, GeneMoments moments, float[] libraries, CancellationToken cancellation)
    {
        (_cells, _moments, _libraries) = (cells, moments, libraries);
        _nearest = CellNeighbours.Find(cells, Neighbours[^1], Components, cancellation);
        _completed = LowRankCells.Complete(cells, moments, cancellation);
        _highestMean = moments.Mean.Max();
        _around = new CellSums(cells.GeneCount);
    }

    /// <summary>The features of all genes of a cell.</summary>
    /// <param name="cell">0-based row.</param>
    /// <param name="features">Genes x <see cref="Count"/>, gene by gene.</param>
    public void Fill(int cell, Span<float> features)
    {
        var (means, deviations, detectionRates) = (_moments.Mean, _moments.Deviation, _moments.DetectionRate);
        ReadOnlySpan<int> nearest = _nearest[cell];
        _around.Clear();
        var added = 0;
        for (var size = 0; size < Neighbours.Length; size++)
        {
            var wanted = Math.Min(Neighbours[size], nearest.Length);
            _around.Add(_cells, nearest[added..wanted]);
            added = wanted;
            for (var gene = 0; gene < means.Length; gene++)
            {
                features[gene * Count + 2 * size] = (_around.ShrunkMean(gene, means) - means[gene]) / deviations[gene];
                features[gene * Count + 2 * size + 1] = _around.Counts[gene] / Math.Max(1, wanted);
            }
        }
        var deviation = MeanDeviation(cell);
        for (var gene = 0; gene < means.Length; gene++)
        {
            var rest = features.Slice(gene * Count + 2 * Neighbours.Length, 6);
            rest[0] = _completed[cell * means.Length + gene];
            rest[1] = deviation;
            rest[2] = _libraries[cell];
            rest[3] = _highestMean > 0 ? means[gene] / _highestMean : 0;
            rest[4] = detectionRates[gene];
            rest[5] = deviations[gene];
        }
    }

    /// <summary>Mean of the cell's observed entries, in standard deviations from their genes' means.</summary>
    private float MeanDeviation(int cell)
    {
        var genes = _cells.GenesOf(cell);
        var values = _cells.ValuesOf(cell);
        double sum = 0;
        for (var i = 0; i < genes.Length; i++) sum += (values[i] - _moments.Mean[genes[i]]) / _moments.Deviation[genes[i]];
        return (float)(sum / Math.Max(1, genes.Length));
    }
}

/// <summary>Low-rank completion of standardised expression, zeros taken as missing; see <see cref="SoftImpute"/>.</summary>
internal static class LowRankCells
{
    private const float Threshold = 0.15f;

    /// <summary>Completes.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="moments">What standardises it.</param>
    /// <param name="cancellation">Checked in every round.</param>
    /// <returns>All entries, observed ones too, as the decomposition has them: standard deviations from the gene's mean, cells x
    /// genes.</returns>
    public static float[] Complete(SparseCells cells, GeneMoments moments, CancellationToken cancellation)
    {
        using var process = TorchProcess.Enter(0, cancellation);
        using var noGradient = no_grad();
        var expression = DenseCells.FromSparse(cells).ToTensor(cells.CellCount, cells.GeneCount);
        var standardised = (expression - moments.Mean.ToTensor()) / moments.Deviation.ToTensor();
        var observed = expression.IsAbove(0).to(ScalarType.Float32);
        return new SoftImpute(standardised, observed, seed: 0, cancellation).Complete(Threshold, cancellation).Completed.data<float>()
            .ToArray();
    }
}
