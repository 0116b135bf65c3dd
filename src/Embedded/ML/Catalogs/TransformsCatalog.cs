namespace Microsoft.ML;

public sealed class TransformsCatalog
{
    internal TransformsCatalog(MLContext environment)
    {
        Environment = environment;
        Conversion = new(environment);
    }

    public ConversionTransforms Conversion { get; }

    internal MLContext Environment { get; }

    public sealed class ConversionTransforms
    {
        internal ConversionTransforms(MLContext environment) => Environment = environment;

        internal MLContext Environment { get; }
    }
}
