using Microsoft.ML.Trainers;

namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Clusters cells as one does before looking at cell types: principal components of log1p CP10k, then ML.NET's k-means with k-means++
/// (Arthur and Vassilvitskii 2007). K-means ends in local optima, so the best of several starts counts.
/// </summary>
public static class CellClustering
{
    /// <summary>Principal components by default.</summary>
    internal const int DefaultComponents = 30;

    /// <summary>Starts of plain k-means++ by default: so many find the best optimum about as often as 10 of scikit-learn's greedy
    /// ones.</summary>
    internal const int DefaultRestarts = 30;

    /// <summary>Assigns every cell to a cluster.</summary>
    /// <param name="data">The cells. The column is read once.</param>
    /// <param name="columnName">Expression of one cell in log1p CP10k, a known-size vector of <see cref="float"/>.</param>
    /// <param name="clusters">Number of clusters, at least 2 and at most the number of cells.</param>
    /// <param name="components">Number of principal components; fewer where the data have fewer cells or genes. Default 30, at least
    /// 1.</param>
    /// <param name="restarts">Number of starts, each with its own seed; the one with the lowest mean squared distance to the centroids
    /// counts. Default 30: single starts of k-means++ often miss the optimum. At least 1.</param>
    /// <param name="seed">Seed of the components and of the first start. Default 1.</param>
    /// <param name="cancellationToken">Ends it between two starts.</param>
    /// <returns>0-based cluster of each cell, in the order of the rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, of another type, or a number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static int[] Assign(IDataView data, string columnName, int clusters, int components = DefaultComponents,
        int restarts = DefaultRestarts, int seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(restarts, 1);
        var column = CountsColumn.Find(data.Schema, columnName);
        var (builder, row) = (new SparseCellsBuilder(CountsColumn.GeneCount(column)), new float[CountsColumn.GeneCount(column)]);
        foreach (var cell in CellRows.Read(data, [column], cancellationToken))
        {
            cell[0].CopyTo(row);
            builder.AddCell(row);
        }
        var cells = builder.Build();
        if (clusters < 2 || clusters > cells.CellCount)
            throw new ArgumentOutOfRangeException(nameof(clusters), clusters,
                $"clusters is {clusters}; expected 2 to {cells.CellCount}, the number of cells.");
        return KMeans(Project(cells, components, seed, cancellationToken), clusters, restarts, seed, cancellationToken);
    }

    /// <summary>How many principal components there are: beyond cells - 1 directions there is no variance.</summary>
    /// <param name="components">How many are asked for.</param>
    /// <param name="genes">Number of genes.</param>
    /// <param name="cells">Number of cells.</param>
    internal static int Rank(int components, int genes, int cells) => Math.Min(components, Math.Min(genes, cells - 1));

    /// <summary>The cells as points for <see cref="KMeans"/>: their coordinates on the leading principal components.</summary>
    /// <param name="cells">log1p CP10k.</param>
    /// <param name="components">How many components are asked for.</param>
    /// <param name="seed">Seed of the components.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static IDataView Project(SparseCells cells, int components, int seed, CancellationToken cancellation)
    {
        var rank = Rank(components, cells.GeneCount, cells.CellCount);
        var scores = PrincipalComponents.Scores(cells, rank, seed, cancellation: cancellation);
        var schema = SchemaDefinition.Create(typeof(Point));
        schema[nameof(Point.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rank);
        var context = new MLContext(seed);
        var points = scores.Chunk(rank).Select(row => new Point { Features = row }).ToArray();
        return context.Data.Cache(context.Data.LoadFromEnumerable(points, schema));
    }

    /// <summary>The best of several starts of k-means.</summary>
    /// <param name="points">What <see cref="Project"/> gave.</param>
    /// <param name="clusters">Number of clusters.</param>
    /// <param name="restarts">Number of starts.</param>
    /// <param name="seed">Seed of the first start; the others follow.</param>
    /// <param name="cancellation">Ends it between two starts.</param>
    /// <returns>0-based cluster of each point.</returns>
    internal static int[] KMeans(IDataView points, int clusters, int restarts, int seed, CancellationToken cancellation) =>
        Enumerable.Range(0, restarts).Select(restart => Start(points, clusters, seed + restart, cancellation))
            .MinBy(start => start.AverageDistance).Clusters;

    private static (double AverageDistance, int[] Clusters) Start(IDataView points, int clusters, int seed, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var context = new MLContext(seed);
        var trainer = context.Clustering.Trainers.KMeans(new KMeansTrainer.Options
        {
            FeatureColumnName = nameof(Point.Features),
            NumberOfClusters = clusters,
            InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus,
            NumberOfThreads = 1, // More threads add up in another order: the result would change from run to run.
        });
        var assigned = trainer.Fit(points).Transform(points);
        return (context.Clustering.Evaluate(assigned).AverageDistance,
            [.. assigned.GetColumn<uint>("PredictedLabel").Select(key => (int)key - 1)]);
    }

    private sealed class Point
    {
        public float[] Features { get; set; } = [];
    }
}
