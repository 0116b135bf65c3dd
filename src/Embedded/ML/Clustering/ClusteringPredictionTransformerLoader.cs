using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

internal static class ClusteringPredictionTransformerLoader
{
    internal const string Name = "ClusteringPredXfer";

    internal const string ModelPart = "Model";

    internal static ICanSaveModel Load(ModelLoadContext context)
    {
        var featureColumn = context.Reader.ReadString();
        var featureType = ValueCodec.ReadType(context.Reader);
        var model = context.LoadSubModel<KMeansModelParameters>(ModelPart);
        return new ClusteringPredictionTransformer<IPredictorProducing<VBuffer<float>>>(model, featureColumn, featureType);
    }
}
