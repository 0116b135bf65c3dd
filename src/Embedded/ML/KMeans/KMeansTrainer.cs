using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public class KMeansTrainer : TrainerEstimatorBase<ClusteringPredictionTransformer<KMeansModelParameters>, KMeansModelParameters>
{
    private readonly MLContext _environment;
    private readonly string _featureColumn;
    private readonly string _weightColumn;
    private readonly int _k;
    private readonly InitializationAlgorithm _initialization;
    private readonly int _maximumIterations;
    private readonly float _tolerance;

    internal KMeansTrainer(MLContext environment, Options options)
        : base(options.FeatureColumnName, options.ExampleWeightColumnName)
    {
        CheckPositive(options.NumberOfClusters, nameof(options.NumberOfClusters));
        CheckPositive(options.MaximumNumberOfIterations, nameof(options.MaximumNumberOfIterations));
        CheckPositive(options.OptimizationTolerance, nameof(options.OptimizationTolerance));
        CheckPositive(options.NumberOfThreads ?? 1, nameof(options.NumberOfThreads));
        _environment = environment;
        _featureColumn = options.FeatureColumnName;
        _weightColumn = options.ExampleWeightColumnName;
        _k = options.NumberOfClusters;
        _initialization = options.InitializationAlgorithm;
        _maximumIterations = options.MaximumNumberOfIterations;
        _tolerance = options.OptimizationTolerance;
    }

    private protected override ClusteringPredictionTransformer<KMeansModelParameters> Train(IDataView input)
    {
        var points = new List<float[]>();
        var weights = new List<float>();
        new WeightedVectors(input, _featureColumn, _weightColumn).ForEach((values, weight) =>
        {
            points.Add(values.ToArray());
            weights.Add(weight);
        });

        var lloyd = new Lloyd([.. points], [.. weights], _environment.CreateRandom());
        var centroids = lloyd.Fit(_k, _initialization, _maximumIterations, _tolerance);
        _environment.WriteLog(nameof(KMeansTrainer), ChannelMessageKind.Info, $"Model trained successfully on {points.Count} instances");
        return new(new KMeansModelParameters(centroids), _featureColumn, input.Schema[_featureColumn].Type);
    }

    private protected override SchemaShape.Column[] GetOutputColumns() =>
        [.. ClusteringRowMapper.Columns(_k).Select(column => SchemaShape.ColumnOf(column))];

    private static void CheckPositive(float value, string name)
    {
        if (!(value > 0))
            throw new ArgumentOutOfRangeException(name, value, "Must be positive");
    }

    public enum InitializationAlgorithm
    {
        KMeansPlusPlus,
        Random,
        KMeansYinyang,
    }

    public sealed class Options : UnsupervisedTrainerInputBaseWithWeight
    {
        public int NumberOfClusters = 5;

        public InitializationAlgorithm InitializationAlgorithm = InitializationAlgorithm.KMeansYinyang;

        public float OptimizationTolerance = 1e-7f;

        public int MaximumNumberOfIterations = 1000;

        /// <summary>An upper bound; this implementation uses one thread.</summary>
        public int? NumberOfThreads;
    }
}
