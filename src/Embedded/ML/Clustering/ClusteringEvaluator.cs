using System.Numerics.Tensors;

namespace Microsoft.ML.Data;

/// <summary>
/// Computes <see cref="ClusteringMetrics"/> as ML.NET defines them: the mean of the smallest score; the mutual information of classes and
/// clusters over the entropy of the classes; the Davies-Bouldin index over Euclidean distances to the centroids of the scored clusters.
/// </summary>
internal sealed class ClusteringEvaluator
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column? _label;
    private readonly DataViewSchema.Column _score;
    private readonly DataViewSchema.Column? _feature;
    private readonly int _clusterCount;

    internal ClusteringEvaluator(IDataView data, string label, string score, string feature)
    {
        _data = data;
        _score = Vector("score", score);
        _clusterCount = ((VectorDataViewType)_score.Type).Size;
        _feature = string.IsNullOrEmpty(feature) ? null : Vector("features", feature);
        if (label == null)
            return;
        _label = Find("label", label);
        if (!_label.Value.Type.Equals(NumberDataViewType.Single) && _label.Value.Type is not KeyDataViewType)
            throw SchemaErrors.Mismatch(nameof(data), "label", label, "Single or Key", _label.Value.Type.ToString());
    }

    internal ClusteringMetrics Evaluate()
    {
        var rows = 0;
        var sumOfSmallest = 0.0;
        var confusion = new List<double[]>();
        var clusters = new List<int>();
        var vectors = new List<float[]>();
        ForEachScored((label, scores, features) =>
        {
            var cluster = TensorPrimitives.IndexOfMin<float>(scores);
            rows++;
            sumOfSmallest += scores[cluster];
            while (confusion.Count <= label)
                confusion.Add(new double[_clusterCount]);
            confusion[label][cluster]++;
            clusters.Add(cluster);
            if (features != null)
                vectors.Add(features);
        });
        return new(
            NormalizedMutualInformation(confusion),
            sumOfSmallest / rows,
            _feature == null ? 0 : DaviesBouldinIndex(vectors, clusters));
    }

    private static double NormalizedMutualInformation(List<double[]> confusion)
    {
        if (confusion.Count < 2)
            return double.NaN;
        var total = confusion.Sum(row => row.Sum());
        var information = 0.0;
        var entropy = 0.0;
        foreach (var row in confusion)
        {
            var classShare = row.Sum() / total;
            if (classShare == 0)
                continue;
            entropy -= classShare * Math.Log(classShare);
            for (var cluster = 0; cluster < row.Length; cluster++)
            {
                var share = row[cluster] / total;
                if (share > 0)
                    information += share * Math.Log(share / (classShare * confusion.Sum(other => other[cluster]) / total));
            }
        }

        return information / entropy;
    }

    private double DaviesBouldinIndex(List<float[]> vectors, List<int> clusters)
    {
        var centroids = new float[_clusterCount][];
        var counts = new int[_clusterCount];
        for (var i = 0; i < vectors.Count; i++)
        {
            counts[clusters[i]]++;
            var sum = centroids[clusters[i]] ??= new float[vectors[i].Length];
            TensorPrimitives.Add(sum, vectors[i], sum);
        }

        var present = Enumerable.Range(0, _clusterCount).Where(c => counts[c] > 0).ToArray();
        foreach (var c in present)
            TensorPrimitives.Divide(centroids[c], counts[c], centroids[c]);

        var scatter = new double[_clusterCount];
        for (var i = 0; i < vectors.Count; i++)
            scatter[clusters[i]] += TensorPrimitives.Distance<float>(vectors[i], centroids[clusters[i]]) / counts[clusters[i]];
        return present.Sum(c => present.Where(other => other != c)
            .Select(other => (scatter[c] + scatter[other]) / TensorPrimitives.Distance<float>(centroids[c], centroids[other]))
            .DefaultIfEmpty(0).Max()) / _clusterCount;
    }

    /// <summary>Calls <paramref name="action"/> with class (0 without a label), scores and features (null if not asked for) of each row with finite scores.</summary>
    private void ForEachScored(Action<int, float[], float[]> action)
    {
        using var cursor = _data.GetRowCursor(new[] { _score }.Concat(Optional(_label)).Concat(Optional(_feature)));
        var getScore = cursor.GetGetter<VBuffer<float>>(_score);
        var getLabel = LabelGetter(cursor);
        var getFeature = _feature is { } feature ? cursor.GetGetter<VBuffer<float>>(feature) : null;
        var buffer = default(VBuffer<float>);
        var scores = new float[_clusterCount];
        while (cursor.MoveNext())
        {
            var label = getLabel();
            getScore(ref buffer);
            buffer.CopyTo(scores);
            if (!Array.TrueForAll(scores, float.IsFinite))
                continue;
            getFeature?.Invoke(ref buffer);
            action(label, scores, getFeature == null ? null : [.. buffer.DenseValues()]);
        }
    }

    private Func<int> LabelGetter(DataViewRow row)
    {
        if (_label is not { } column)
            return () => 0;
        if (column.Type is KeyDataViewType)
            return KeyLabelGetter(row.GetGetter<uint>(column));
        var getter = row.GetGetter<float>(column);
        return () =>
        {
            var label = 0f;
            getter(ref label);
            if (float.IsNaN(label))
                return 0;
            return label >= 0 && (int)label == label ? (int)label : throw new InvalidOperationException($"Invalid label: {label}");
        };
    }

    /// <summary>Keys count from 1; a missing key falls into the first class.</summary>
    private static Func<int> KeyLabelGetter(ValueGetter<uint> getter) => () =>
    {
        var key = 0u;
        getter(ref key);
        return key == 0 ? 0 : checked((int)(key - 1));
    };

    private DataViewSchema.Column Find(string role, string name) =>
        _data.Schema.GetColumnOrNull(name) ?? throw SchemaErrors.Missing("data", role, name);

    private DataViewSchema.Column Vector(string role, string name)
    {
        var column = Find(role, name);
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector || !vector.ItemType.Equals(NumberDataViewType.Single))
            throw SchemaErrors.Mismatch("data", role, name, "known-size vector of Single", column.Type.ToString());
        return column;
    }

    private static IEnumerable<DataViewSchema.Column> Optional(DataViewSchema.Column? column) => column is { } value ? [value] : [];
}
