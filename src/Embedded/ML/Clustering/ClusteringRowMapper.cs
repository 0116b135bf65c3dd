using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// <summary>Adds the columns <c>PredictedLabel</c>, the key of the nearest centroid, and <c>Score</c>, the squared distances to all centroids.</summary>
internal sealed class ClusteringRowMapper : RowMapper
{
    private const int PredictedLabel = 0;
    private const int Score = 1;

    private readonly KMeansModelParameters _model;
    private readonly DataViewSchema.Column _feature;

    internal ClusteringRowMapper(KMeansModelParameters model, DataViewSchema.Column feature)
    {
        if (feature.Type is not VectorDataViewType vector || vector.Size != model.Dimension || !vector.ItemType.Equals(NumberDataViewType.Single))
            throw SchemaErrors.Mismatch(
                "inputSchema", "feature", feature.Name, new VectorDataViewType(NumberDataViewType.Single, model.Dimension).ToString(), feature.Type.ToString());
        _model = model;
        _feature = feature;
    }

    internal static DataViewSchema.DetachedColumn[] Columns(int clusterCount) =>
    [
        new(nameof(PredictedLabel), new KeyDataViewType(typeof(uint), clusterCount), Annotations(nameof(PredictedLabel))),
        new(nameof(Score), new VectorDataViewType(NumberDataViewType.Single, clusterCount), Annotations(nameof(Score))),
    ];

    internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => Columns(_model.ClusterCount);

    internal override IEnumerable<int> GetDependencies(Func<int, bool> isActive) =>
        isActive(PredictedLabel) || isActive(Score) ? [_feature.Index] : [];

    internal override Delegate[] CreateGetters(DataViewRow input, Func<int, bool> isActive, out Action disposer)
    {
        disposer = null;
        var getters = new Delegate[2];
        if (!isActive(PredictedLabel) && !isActive(Score))
            return getters;

        var getFeature = input.GetGetter<VBuffer<float>>(_feature);
        var feature = default(VBuffer<float>);
        var point = new float[_model.Dimension];
        var distances = new float[_model.ClusterCount];
        var position = -1L;
        void Update()
        {
            if (position == input.Position)
                return;
            getFeature(ref feature);
            feature.CopyTo(point);
            _model.Score(point, distances);
            position = input.Position;
        }

        getters[PredictedLabel] = (ValueGetter<uint>)((ref uint label) =>
        {
            Update();
            label = NearestKey(distances);
        });
        getters[Score] = (ValueGetter<VBuffer<float>>)((ref VBuffer<float> score) =>
        {
            Update();
            VBuffer<float>.Copy(distances, 0, ref score, distances.Length);
        });
        return getters;
    }

    /// <summary>The key, from 1, of the first smallest distance; 0, the missing key, where no distance is a number.</summary>
    private static uint NearestKey(float[] distances)
    {
        var nearest = -1;
        for (var i = 0; i < distances.Length; i++)
        {
            if (!float.IsNaN(distances[i]) && (nearest < 0 || distances[i] < distances[nearest]))
                nearest = i;
        }

        return (uint)(nearest + 1);
    }

    private static DataViewSchema.Annotations Annotations(string valueKind)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("ScoreColumnKind", TextDataViewType.Instance, "Clustering".AsMemory());
        builder.AddPrimitiveValue("ScoreValueKind", TextDataViewType.Instance, valueKind.AsMemory());
        return builder.ToAnnotations();
    }
}
