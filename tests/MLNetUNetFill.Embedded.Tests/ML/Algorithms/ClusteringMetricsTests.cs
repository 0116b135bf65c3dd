using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML.Algorithms;

public class ClusteringMetricsTests
{
    private readonly MLContext _context = new(seed: 1);

    private sealed class Row
    {
        public float Label { get; set; }

        public string Name { get; set; } = "";

        [VectorType(2)]
        public float[] Score { get; set; } = [];

        [VectorType(1)]
        public float[] Features { get; set; } = [];
    }

    [Fact]
    public void The_average_distance_is_the_mean_of_the_smallest_scores()
    {
        var metrics = _context.Clustering.Evaluate(Data());

        Assert.Equal((1 + 2 + 3 + 4) / 4.0, metrics.AverageDistance, 6);
        Assert.True(double.IsNaN(metrics.NormalizedMutualInformation));
        Assert.Equal(0, metrics.DaviesBouldinIndex);
    }

    [Fact]
    public void Mutual_information_is_normalised_by_the_entropy_of_the_classes()
    {
        // Class 0 has the rows 0 and 1 of cluster 0; class 1 has row 2 of cluster 0 and row 3 of cluster 1.
        double information = 0.5 * Math.Log(0.5 / (0.5 * 0.75)) + 0.25 * Math.Log(0.25 / (0.5 * 0.75)) + 0.25 * Math.Log(0.25 / (0.5 * 0.25));

        var metrics = _context.Clustering.Evaluate(Data(), labelColumnName: "Label");

        Assert.Equal(information / Math.Log(2), metrics.NormalizedMutualInformation, 6);
    }

    [Fact]
    public void Keys_serve_as_labels()
    {
        var data = Data();
        var keyed = _context.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(data).Transform(data);

        var metrics = _context.Clustering.Evaluate(keyed, labelColumnName: "Key");

        Assert.Equal(_context.Clustering.Evaluate(data, "Label").NormalizedMutualInformation, metrics.NormalizedMutualInformation, 9);
    }

    [Fact]
    public void The_Davies_Bouldin_index_compares_scatter_with_separation()
    {
        // Cluster 0 holds 0, 1, 2: centroid 1, mean distance 2/3. Cluster 1 holds 11: distance 0. Separation 10.
        var metrics = _context.Clustering.Evaluate(Data(), featureColumnName: "Features");

        Assert.Equal(2.0 / 3 / 10, metrics.DaviesBouldinIndex, 6);
    }

    [Fact]
    public void A_missing_column_and_a_wrong_type_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => _context.Clustering.Evaluate(Data(), scoreColumnName: "Nowhere"));
        Assert.ThrowsAny<ArgumentException>(() => _context.Clustering.Evaluate(Data(), scoreColumnName: "Label"));
        Assert.ThrowsAny<ArgumentException>(() => _context.Clustering.Evaluate(Data(), labelColumnName: "Name"));
        Assert.ThrowsAny<ArgumentException>(() => _context.Clustering.Evaluate(Data(), featureColumnName: "Nowhere"));
    }

    private IDataView Data() => _context.Data.LoadFromEnumerable<Row>(
    [
        new() { Label = 0, Name = "a", Score = [1, 9], Features = [0] },
        new() { Label = 0, Name = "a", Score = [2, 9], Features = [1] },
        new() { Label = 1, Name = "b", Score = [3, 9], Features = [2] },
        new() { Label = 1, Name = "b", Score = [9, 4], Features = [11] },
    ]);
}
