using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

internal static class ClusteringPredictionTransformerLoader
{
    internal const string Name = "ClusteringPredXfer";

    internal const string ModelPart = "Model";

    internal static ICanSaveModel Load(ModelLoadContext context)
    {
        var featureColumn = context.Reader.ReadString();
        var dimensions = new int[context.Reader.ReadInt32()];
        for (var i = 0; i < dimensions.Length; i++)
            dimensions[i] = context.Reader.ReadInt32();
        var model = context.LoadSubModel<KMeansModelParameters>(ModelPart);
        return new ClusteringPredictionTransformer<IPredictorProducing<VBuffer<float>>>(
            model, featureColumn, new VectorDataViewType(NumberDataViewType.Single, dimensions));
    }
}
