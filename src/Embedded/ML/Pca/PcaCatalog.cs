using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class PcaCatalog
{
    public static PrincipalComponentAnalyzer ProjectToPrincipalComponents(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        string exampleWeightColumnName = null,
        int rank = 20,
        int overSampling = 20,
        bool ensureZeroMean = true,
        int? seed = null) =>
        new(catalog.Environment, new(outputColumnName, inputColumnName), exampleWeightColumnName, rank, overSampling, ensureZeroMean, seed);
}
