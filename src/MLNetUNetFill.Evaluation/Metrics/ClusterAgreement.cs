using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>
/// How well the clusters of a matrix agree with known cell types, over several seeds of k-means: it jumps between optima, and one run says
/// little. The cells are clustered on principal components computed once.
/// </summary>
/// <param name="Ari">Mean adjusted Rand index; see <see cref="AdjustedRandIndex"/>.</param>
/// <param name="AriSpread">Its standard deviation over the seeds.</param>
/// <param name="Nmi">Mean normalised mutual information; see <see cref="NormalizedMutualInformation"/>.</param>
/// <param name="NmiSpread">Its standard deviation over the seeds.</param>
internal readonly record struct ClusterAgreement(double Ari, double AriSpread, double Nmi, double NmiSpread)
{
    private const int Components = 30;

    /// <summary>Starts of plain k-means++: so many find the best optimum about as often as 10 of scikit-learn's greedy ones.</summary>
    private const int Restarts = 30;

    /// <summary>Clusters the cells of a dense matrix and compares the clusters with the labels.</summary>
    /// <param name="matrix">log1p CP10k, cells x genes, row by row.</param>
    /// <param name="labels">Known type of each cell, at least 2 different ones: as many clusters are asked for.</param>
    /// <param name="seeds">How many independent runs of k-means, each the best of 30 starts.</param>
    /// <param name="cancellation">Ends it between two starts.</param>
    public static ClusterAgreement Compute(ReadOnlySpan<float> matrix, string[] labels, int seeds, CancellationToken cancellation)
    {
        var points = Points(matrix, labels.Length, cancellation);
        var clusters = labels.Distinct(StringComparer.Ordinal).Count();
        var (aris, nmis) = (new double[seeds], new double[seeds]);
        for (var seed = 0; seed < seeds; seed++)
        {
            var assigned = CellClustering.KMeans(points, nameof(Point.Features), clusters, Restarts, 1 + seed * Restarts, cancellation);
            var score = ClusterScore.Compute<string, int>(labels, assigned);
            (aris[seed], nmis[seed]) = (score.Ari, score.Nmi);
        }
        return new(aris.Average(), Spread(aris), nmis.Average(), Spread(nmis));
    }

    private static IDataView Points(ReadOnlySpan<float> matrix, int cells, CancellationToken cancellation)
    {
        var genes = matrix.Length / cells;
        var rank = Math.Min(Components, Math.Min(genes, cells - 1));
        var scores = PrincipalComponents.Scores(SparseCells.FromDense(matrix, genes), rank, seed: 1, cancellation: cancellation);
        var schema = SchemaDefinition.Create(typeof(Point));
        schema[nameof(Point.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rank);
        var context = new MLContext(1);
        return context.Data.Cache(context.Data.LoadFromEnumerable(scores.Chunk(rank).Select(row => new Point { Features = row }).ToArray(), schema));
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private sealed class Point
    {
        public float[] Features { get; set; } = [];
    }
}
