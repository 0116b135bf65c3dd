namespace Microsoft.ML.Data;

public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(TModel model, string featureColumn, DataViewType featureType)
        : base(model)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = featureType;
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var column = FindFeature(inputSchema);
        if (!column.Type.Equals(FeatureColumnType))
            throw SchemaErrors.Mismatch(
                nameof(inputSchema), "feature", FeatureColumnName, FeatureColumnType.ToString(), column.Type.ToString());
        return MakeMapper(inputSchema).OutputSchema;
    }

    private protected DataViewSchema.Column FindFeature(DataViewSchema inputSchema) =>
        inputSchema.GetColumnOrNull(FeatureColumnName) ?? throw SchemaErrors.Missing(nameof(inputSchema), "feature", FeatureColumnName);
}
