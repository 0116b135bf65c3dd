using MLNetUNetFill.Networks;
using MLNetUNetFill.Onnx;

namespace MLNetUNetFill.ModelFile;

/// <summary>Stores the tensors of a state_dict, of which each must have the shape that the graph needs.</summary>
internal sealed class WeightInitializers(OnnxGraphBuilder graph, IReadOnlyDictionary<string, WeightTensor> weights)
{
    /// <summary>Stores a weight under its own name; kernels in the precision of the graph, biases, of which there are few, as they
    /// are.</summary>
    /// <exception cref="ArgumentException">It is missing or has another shape.</exception>
    public string Store(string key, params long[] expected)
    {
        var tensor = Find(key, expected);
        return key.EndsWith(".weight", StringComparison.Ordinal) ? graph.Rounded(key, tensor.Values, 0, tensor.Shape)
            : graph.Initializer(key, tensor.Values, tensor.Shape);
    }

    /// <summary>A weight's values.</summary>
    /// <exception cref="ArgumentException">It is missing or has another shape.</exception>
    public WeightTensor Find(string key, params long[] expected)
    {
        if (!weights.TryGetValue(key, out var tensor))
            throw new ArgumentException($"The weights have no '{key}'; expected a tensor of shape [{string.Join(", ", expected)}].");
        if (!tensor.Shape.SequenceEqual(expected) || tensor.Values.Length != expected.Aggregate(1L, (product, dim) => product * dim))
        {
            throw new ArgumentException($"The weight '{key}' has shape [{string.Join(", ", tensor.Shape)}] and {tensor.Values.Length} values; "
                + $"expected shape [{string.Join(", ", expected)}].");
        }
        return tensor;
    }
}
