using Microsoft.ML;

namespace MLNetUNetFill.Embedded.Tests.ML;

/// <summary>The estimator of a foreign assembly for <see cref="DoublingTransformer"/>; it notes the calls.</summary>
internal sealed class DoublingEstimator : IEstimator<DoublingTransformer>
{
    internal List<string> Calls { get; } = [];

    public DoublingTransformer Fit(IDataView input)
    {
        Calls.Add(nameof(Fit));
        return new();
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Calls.Add(nameof(GetOutputSchema));
        return new MLContext().Transforms.CopyColumns("Doubled", "Size").GetOutputSchema(inputSchema);
    }
}
