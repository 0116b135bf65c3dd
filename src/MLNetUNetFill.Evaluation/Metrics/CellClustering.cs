using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Clusters cells as one does before looking at cell types: principal components of log1p CP10k, then k-means with k-means++ (Arthur and
/// Vassilvitskii 2007), both ML.NET's. k-means ends in local optima, so the best of several starts is kept.
/// </summary>
public static class CellClustering
{
    private const string Components = nameof(Components);
    private const int Oversampling = 20;

    /// <summary>Assigns every cell to a cluster.</summary>
    /// <param name="data">The cells. The column is read once and kept in memory.</param>
    /// <param name="columnName">Expression of one cell in log1p CP10k, a known-size vector of <see cref="float"/>.</param>
    /// <param name="clusters">Number of clusters, at least 2 and at most the number of cells.</param>
    /// <param name="components">Number of principal components; fewer where the data have fewer cells or genes. Default 30, at least 1.</param>
    /// <param name="restarts">Number of starts, each with its own seed; the one with the lowest mean squared distance to the centroids is kept.
    /// Default 30: single starts of k-means++ often miss the optimum. At least 1.</param>
    /// <param name="seed">Seed of the components and of the first start. Default 1.</param>
    /// <param name="cancellationToken">Ends it between two starts.</param>
    /// <returns>0-based cluster of each cell, in the order of the rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, of another type, or a number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static int[] Assign(IDataView data, string columnName, int clusters, int components = 30, int restarts = 30, int seed = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(restarts, 1);
        var genes = CountsColumn.GeneCount(CountsColumn.Find(data.Schema, columnName));
        var context = new MLContext(seed);
        // Principal components take several passes, and the column may be the output of a network.
        var cached = context.Data.Cache(data, columnName);
        var cells = CountRows(cached, columnName, cancellationToken);
        if (clusters < 2 || clusters > cells)
            throw new ArgumentOutOfRangeException(nameof(clusters), clusters, $"clusters is {clusters}; expected 2 to {cells}, the number of cells.");

        var rank = Rank(components, genes, cells);
        var projection = context.Transforms.ProjectToPrincipalComponents(Components, columnName, rank: rank,
            overSampling: Math.Min(Oversampling, cells - 1 - rank), seed: seed);
        var points = context.Data.Cache(projection.Fit(cached).Transform(cached), Components);
        return KMeans(points, Components, clusters, restarts, seed, cancellationToken);
    }

    /// <summary>How many principal components there are: beyond cells - 1 directions there is no variance, and ML.NET would divide by it.</summary>
    /// <param name="components">How many are asked for.</param>
    /// <param name="genes">Number of genes.</param>
    /// <param name="cells">Number of cells.</param>
    internal static int Rank(int components, int genes, int cells) => Math.Min(components, Math.Min(genes, cells - 1));

    /// <summary>The best of several starts of k-means.</summary>
    /// <param name="points">The points, best cached: they are read many times.</param>
    /// <param name="columnName">Their coordinates.</param>
    /// <param name="clusters">Number of clusters.</param>
    /// <param name="restarts">Number of starts.</param>
    /// <param name="seed">Seed of the first start; the others follow.</param>
    /// <param name="cancellation">Ends it between two starts.</param>
    /// <returns>0-based cluster of each point.</returns>
    internal static int[] KMeans(IDataView points, string columnName, int clusters, int restarts, int seed, CancellationToken cancellation) =>
        Enumerable.Range(0, restarts).Select(restart => Start(points, columnName, clusters, seed + restart, cancellation))
            .MinBy(start => start.AverageDistance).Clusters;

    private static (double AverageDistance, int[] Clusters) Start(IDataView points, string columnName, int clusters, int seed,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var context = new MLContext(seed);
        var trainer = context.Clustering.Trainers.KMeans(new KMeansTrainer.Options
        {
            FeatureColumnName = columnName,
            NumberOfClusters = clusters,
            InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus,
            NumberOfThreads = 1, // More threads add up in another order: the result would change from run to run.
        });
        var assigned = trainer.Fit(points).Transform(points);
        return (context.Clustering.Evaluate(assigned).AverageDistance, [.. assigned.GetColumn<uint>("PredictedLabel").Select(key => (int)key - 1)]);
    }

    private static int CountRows(IDataView data, string columnName, CancellationToken cancellation)
    {
        using var cursor = data.GetRowCursor([data.Schema[columnName]]);
        var rows = 0;
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            rows++;
        }
        return rows;
    }
}
