namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    private readonly MLContext _environment;

    internal DataOperationsCatalog(MLContext environment) => _environment = environment;
}
