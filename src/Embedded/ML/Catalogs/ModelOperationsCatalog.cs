namespace Microsoft.ML;

public sealed class ModelOperationsCatalog
{
    private readonly MLContext _environment;

    internal ModelOperationsCatalog(MLContext environment) => _environment = environment;
}
