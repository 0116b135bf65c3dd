using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MLNetUNetFill.Embedded.Tests.ML.Algorithms;

public class KMeansTrainerTests
{
    private const int PerBlob = 40;

    private static readonly float[][] Centres = [[0, 0, 0], [20, 0, 0], [0, 30, 5]];

    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus)]
    [InlineData(KMeansTrainer.InitializationAlgorithm.KMeansYinyang)]
    public void Separate_blobs_become_the_clusters(KMeansTrainer.InitializationAlgorithm initialization)
    {
        var data = VectorRow.Load(_context, Blobs());
        var options = new KMeansTrainer.Options { NumberOfClusters = 3, InitializationAlgorithm = initialization, NumberOfThreads = 1 };

        var keys = VectorRow.ReadKeys(_context.Clustering.Trainers.KMeans(options).Fit(data).Transform(data), "PredictedLabel");

        var ofBlob = keys.Chunk(PerBlob).Select(chunk => Assert.Single(chunk.Distinct())).ToArray();
        Assert.Equal([1u, 2u, 3u], ofBlob.Order());
    }

    [Fact]
    public void Centroids_are_the_means_of_their_points_and_scores_the_squared_distances_to_them()
    {
        var rows = Blobs();
        var data = VectorRow.Load(_context, rows);
        var model = Fit(data);
        VBuffer<float>[] centroids = [];
        model.Model.GetClusterCentroids(ref centroids, out int k);
        var transformed = model.Transform(data);
        var keys = VectorRow.ReadKeys(transformed, "PredictedLabel");
        var scores = VectorRow.Read(transformed, "Score");

        Assert.Equal(3, k);
        for (int c = 0; c < k; c++)
        {
            var members = rows.Where((_, i) => keys[i] == c + 1).ToArray();
            for (int d = 0; d < 3; d++)
                Assert.Equal(members.Average(row => row[d]), centroids[c].GetItemOrDefault(d), 1e-3f);
        }
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(Array.IndexOf(scores[i], scores[i].Min()) + 1, (int)keys[i]);
            for (int c = 0; c < k; c++)
                Assert.Equal(rows[i].Zip(centroids[c].DenseValues(), (x, y) => (x - y) * (x - y)).Sum(), scores[i][c], 0.02f);
        }
    }

    [Fact]
    public void The_output_is_a_key_and_a_vector_of_scores()
    {
        var data = VectorRow.Load(_context, Blobs());
        var schema = Fit(data).GetOutputSchema(data.Schema);

        Assert.Equal(["Features", "Weight", "PredictedLabel", "Score"], schema.Select(column => column.Name));
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), schema["PredictedLabel"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), schema["Score"].Type);
        Assert.False(schema["Score"].HasSlotNames());
    }

    [Fact]
    public void The_same_seed_gives_the_same_clusters()
    {
        uint[] Run()
        {
            var context = new MLContext(seed: 4);
            var data = VectorRow.Load(context, Blobs());
            var options = new KMeansTrainer.Options { NumberOfClusters = 5, NumberOfThreads = 1 };
            return VectorRow.ReadKeys(context.Clustering.Trainers.KMeans(options).Fit(data).Transform(data), "PredictedLabel");
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Rows_with_values_that_are_not_finite_are_left_out_and_scored_as_missing()
    {
        var data = VectorRow.Load(_context, Blobs().Append([float.NaN, 0, 0]));
        var keys = VectorRow.ReadKeys(Fit(data).Transform(data), "PredictedLabel");

        Assert.Equal(0u, keys[^1]);
        Assert.All(keys[..^1], key => Assert.NotEqual(0u, key));
    }

    [Fact]
    public void Weights_do_not_move_the_centroids()
    {
        List<VectorRow> rows = [new() { Features = [0, 0], Weight = 3 }, new() { Features = [4, 8], Weight = 1 }];
        var model = _context.Clustering.Trainers.KMeans("Features", "Weight", 1).Fit(VectorRow.Load(_context, rows));
        VBuffer<float>[] centroids = [];
        model.Model.GetClusterCentroids(ref centroids, out _);

        Assert.Equal([2f, 4f], centroids[0].DenseValues());
    }

    [Fact]
    public void A_saved_model_predicts_the_same()
    {
        var data = VectorRow.Load(_context, Blobs());
        var model = Fit(data);

        var loaded = VectorRow.SaveAndLoad(_context, model, data);

        Assert.Equal(VectorRow.ReadKeys(model.Transform(data), "PredictedLabel"), VectorRow.ReadKeys(loaded.Transform(data), "PredictedLabel"));
        Assert.Equal(VectorRow.Read(model.Transform(data), "Score"), VectorRow.Read(loaded.Transform(data), "Score"));
        Assert.IsAssignableFrom<ISingleFeaturePredictionTransformer<object>>(loaded);
    }

    [Fact]
    public void Too_few_distinct_points_a_missing_column_and_bad_options_are_refused()
    {
        var data = VectorRow.Load(_context, Enumerable.Repeat(new float[] { 1, 2 }, 10));
        KMeansTrainer Trainer(int k, string feature = "Features") => _context.Clustering.Trainers.KMeans(new KMeansTrainer.Options
        {
            FeatureColumnName = feature,
            NumberOfClusters = k,
            InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus,
        });

        Assert.Throws<InvalidOperationException>(() => Trainer(2).Fit(data));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(2, "Nowhere").Fit(data));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(2, "Weight").Fit(data));
        Assert.ThrowsAny<Exception>(() => Trainer(0));
    }

    private ClusteringPredictionTransformer<KMeansModelParameters> Fit(IDataView data) =>
        _context.Clustering.Trainers.KMeans("Features", numberOfClusters: 3).Fit(data);

    private static float[][] Blobs()
    {
        var random = new Random(3);
        return Centres.SelectMany(centre => Enumerable.Range(0, PerBlob)
            .Select(_ => centre.Select(value => value + (float)(random.NextDouble() - 0.5) * 2).ToArray())).ToArray();
    }
}
