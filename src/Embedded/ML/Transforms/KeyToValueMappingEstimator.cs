using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(params InputOutputColumnPair[] columns)
        : base(new(columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.ColumnPairs.Select(pair =>
        {
            var column = inputSchema.FindInput(pair.InputColumnName);
            if (!column.IsKey)
                throw SchemaErrors.Mismatch(nameof(inputSchema), "input", column.Name, "KeyType", column.GetTypeString());
            if (!column.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var keyValues))
                throw SchemaErrors.Missing(nameof(inputSchema), "annotation", AnnotationKinds.KeyValues);
            return new SchemaShape.Column(pair.OutputColumnName, column.Kind, keyValues.ItemType, keyValues.IsKey);
        }));
    }
}
