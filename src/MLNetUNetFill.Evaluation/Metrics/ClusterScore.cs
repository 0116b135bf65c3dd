namespace MLNetUNetFill.Evaluation;

/// <summary>How well clusters found without labels agree with known cell types.</summary>
/// <param name="Ari">Adjusted Rand index; see <see cref="AdjustedRandIndex"/>.</param>
/// <param name="Nmi">Normalised mutual information; see <see cref="NormalizedMutualInformation"/>.</param>
/// <param name="Clusters">Number of clusters that hold at least one cell.</param>
public sealed record ClusterScore(double Ari, double Nmi, int Clusters)
{
    /// <summary>Compares clusters with labels.</summary>
    /// <typeparam name="TLabel">Type of the labels.</typeparam>
    /// <typeparam name="TCluster">Type of the cluster numbers.</typeparam>
    /// <param name="labels">Known type of each cell.</param>
    /// <param name="clusters">Cluster of each cell, in the same order.</param>
    /// <exception cref="ArgumentException">The spans are not equally long.</exception>
    public static ClusterScore Compute<TLabel, TCluster>(ReadOnlySpan<TLabel> labels, ReadOnlySpan<TCluster> clusters)
        where TLabel : IEquatable<TLabel> where TCluster : IEquatable<TCluster> =>
        new(AdjustedRandIndex.Compute(labels, clusters), NormalizedMutualInformation.Compute(labels, clusters),
            new HashSet<TCluster>(clusters.ToArray()).Count);
}
