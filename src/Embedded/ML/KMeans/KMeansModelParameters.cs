using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

public sealed class KMeansModelParameters : ModelParametersBase<VBuffer<float>>, IPredictorProducing<VBuffer<float>>
{
    internal const string LoaderName = "KMeansPredictor";

    private readonly float[][] _centroids;

    internal KMeansModelParameters(float[][] centroids) => _centroids = centroids;

    internal int ClusterCount => _centroids.Length;

    internal int Dimension => _centroids[0].Length;

    public void GetClusterCentroids(ref VBuffer<float>[] centroids, out int k)
    {
        k = _centroids.Length;
        if (centroids == null || centroids.Length < k)
            Array.Resize(ref centroids, k);
        for (var i = 0; i < k; i++)
            VBuffer<float>.Copy(_centroids[i], 0, ref centroids[i], Dimension);
    }

    internal static ICanSaveModel Load(ModelLoadContext context)
    {
        var centroids = new float[context.Reader.ReadInt32()][];
        for (var i = 0; i < centroids.Length; i++)
            centroids[i] = context.Reader.ReadSingles();
        return new KMeansModelParameters(centroids);
    }

    /// <summary>The squared Euclidean distance to each centroid.</summary>
    internal void Score(ReadOnlySpan<float> point, Span<float> distances)
    {
        for (var i = 0; i < _centroids.Length; i++)
        {
            var distance = TensorPrimitives.Distance(point, _centroids[i]);
            distances[i] = distance * distance;
        }
    }

    private protected override void SaveModel(ModelSaveContext context) => context.Save(LoaderName, writer =>
    {
        writer.Write(_centroids.Length);
        foreach (var centroid in _centroids)
            writer.WriteSingles(centroid);
    });
}
