using System.Numerics.Tensors;

namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>
/// How well the clusters of a matrix agree with known cell types, over several runs of k-means: it ends in local optima, and the result of
/// a single run is a matter of chance. The cells are clustered on principal components computed once. Every verb measures its ARI and NMI
/// here.
/// </summary>
/// <param name="Ari">Mean adjusted Rand index; see <see cref="AdjustedRandIndex"/>.</param>
/// <param name="AriSpread">Its standard deviation over the runs.</param>
/// <param name="Nmi">Mean normalised mutual information; see <see cref="NormalizedMutualInformation"/>.</param>
/// <param name="NmiSpread">Its standard deviation over the runs.</param>
internal readonly record struct ClusterAgreement(double Ari, double AriSpread, double Nmi, double NmiSpread)
{
    /// <summary>Runs of k-means by default.</summary>
    public const int DefaultRuns = 5;

    /// <summary>Clusters the cells and compares the clusters with the labels.</summary>
    /// <param name="cells">log1p CP10k of the genes that the cells are clustered by.</param>
    /// <param name="labels">Known type of each cell, at least 2 different ones; their number is the number of clusters.</param>
    /// <param name="seed">Seed of the principal components and of the first start of k-means; the others follow.</param>
    /// <param name="cancellation">Ends it between two starts.</param>
    /// <param name="runs">How many independent runs of k-means, each the best of 30 starts.</param>
    public static ClusterAgreement Compute(SparseCells cells, string[] labels, int seed, CancellationToken cancellation,
        int runs = DefaultRuns)
    {
        var points = CellClustering.Project(cells, CellClustering.DefaultComponents, seed, cancellation);
        var clusters = labels.Distinct(StringComparer.Ordinal).Count();
        var (aris, nmis) = (new double[runs], new double[runs]);
        for (var run = 0; run < runs; run++)
        {
            var firstStart = seed + run * CellClustering.DefaultRestarts;
            var assigned = CellClustering.KMeans(points, clusters, CellClustering.DefaultRestarts, firstStart, cancellation);
            var score = ClusterScore.Compute<string, int>(labels, assigned);
            (aris[run], nmis[run]) = (score.Ari, score.Nmi);
        }
        return new(aris.Average(), TensorPrimitives.StdDev<double>(aris), nmis.Average(), TensorPrimitives.StdDev<double>(nmis));
    }
}
