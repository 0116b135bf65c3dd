using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed class ClusteringPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    internal ClusteringPredictionTransformer(TModel model, string featureColumn, DataViewType featureType)
        : base(model, featureColumn, featureType)
    {
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema inputSchema) =>
        new ClusteringRowMapper((KMeansModelParameters)(object)Model, FindFeature(inputSchema));

    private protected override void SaveModel(ModelSaveContext context)
    {
        context.Save(ClusteringPredictionTransformerLoader.Name, writer =>
        {
            writer.Write(FeatureColumnName);
            ValueCodec.WriteType(writer, FeatureColumnType);
        });
        context.SaveSubModel(ClusteringPredictionTransformerLoader.ModelPart, (ICanSaveModel)Model);
    }
}
