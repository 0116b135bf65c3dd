namespace Microsoft.ML.Data;

internal readonly record struct EstimatorChainLink(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter);
