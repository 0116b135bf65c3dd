using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML;

/// <summary>The loader of each kind of model part, by the name that stands in the file.</summary>
internal static class ModelLoaders
{
    private static readonly Dictionary<string, Func<ModelLoadContext, ICanSaveModel>> Loaders = new()
    {
        [TransformerChainLoader.Name] = TransformerChainLoader.Load,
        [ColumnConcatenatingTransformer.LoaderName] = ColumnConcatenatingTransformer.Load,
        [ColumnCopyingTransformer.LoaderName] = ColumnCopyingTransformer.Load,
        [ColumnSelectingTransformer.LoaderName] = ColumnSelectingTransformer.Load,
        [KeyToValueMappingTransformer.LoaderName] = KeyToValueMappingTransformer.Load,
        [NormalizingTransformer.LoaderName] = NormalizingTransformer.Load,
        [ValueToKeyMappingTransformer.LoaderName] = ValueToKeyMappingTransformer.Load,
        [PrincipalComponentAnalysisTransformer.LoaderName] = PrincipalComponentAnalysisTransformer.Load,
        [ClusteringPredictionTransformerLoader.Name] = ClusteringPredictionTransformerLoader.Load,
        [KMeansModelParameters.LoaderName] = KMeansModelParameters.Load,
        [OnnxTransformer.LoaderName] = OnnxTransformer.Load,
    };

    internal static Func<ModelLoadContext, ICanSaveModel> Find(string name) =>
        Loaders.TryGetValue(name, out var loader) ? loader : throw new FormatException($"The model holds an unknown part '{name}'.");
}
