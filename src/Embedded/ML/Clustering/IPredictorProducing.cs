namespace Microsoft.ML;

/// <summary>As officially, what a loaded prediction transformer knows of its model: its concrete type is not restored.</summary>
internal interface IPredictorProducing<out TResult>
{
}
