using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Onnx;

public sealed class OnnxScoringEstimator : TrivialEstimator<OnnxTransformer>
{
    internal OnnxScoringEstimator(OnnxTransformer transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (var input in Transformer.Inputs)
        {
            if (!inputSchema.TryFindColumn(input.Name, out var column))
                throw SchemaErrors.Missing(nameof(inputSchema), "input", input.Name);
            if (!column.ItemType.Equals(input.ItemType))
                throw SchemaErrors.Mismatch(
                    nameof(inputSchema), "input", input.Name, input.ItemType.ToString(), column.ItemType.ToString());
        }

        return inputSchema.With(Transformer.Outputs.Select(output => SchemaShape.Column.Of(output.Name, output.Type)));
    }
}
