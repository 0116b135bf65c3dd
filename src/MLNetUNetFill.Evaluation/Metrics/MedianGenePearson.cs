using System.Runtime.InteropServices;

namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>
/// Pearson's correlation of truth and prediction gene by gene, as its median over the genes: whether a method predicts differences between
/// cells, not only between genes. On sparse counts most of it may come from library sizes: compare it with that of
/// <see cref="LibraryRescaledMeanBaseline"/>.
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
        var moments = new Dictionary<int, PairMoments>();
        for (var i = 0; i < genes.Length; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(moments, genes[i], out _).Add(truth[i], predicted[i]);
        double[] correlations = [.. moments.Values.Where(gene => gene.Count >= leastEntries && gene.VariesX)
            .Select(gene => gene.VariesY ? gene.Pearson : 0)];
        return new(Quantiles.Median(correlations), correlations.Length);
    }
}
