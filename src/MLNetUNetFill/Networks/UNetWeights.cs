using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Networks;

/// <summary>Carries a network's state_dict out of and into TorchSharp.</summary>
internal static class UNetWeights
{
    /// <summary>Copies parameters and buffers to managed memory.</summary>
    public static IReadOnlyDictionary<string, WeightTensor> Export(nn.Module network)
    {
        using var scope = NewDisposeScope();
        var weights = new Dictionary<string, WeightTensor>();
        foreach (var (name, tensor) in network.state_dict())
        {
            // num_batches_tracked counts in 64-bit integers; everything else is single precision already.
            var values = tensor.detach().to(ScalarType.Float32).cpu().contiguous();
            weights.Add(name, new WeightTensor(tensor.shape, values.data<float>().ToArray()));
        }
        return weights;
    }

    /// <summary>Copies weights into a network of the same shape.</summary>
    /// <exception cref="GapFillException">A tensor is missing or has another shape.</exception>
    public static void Load(nn.Module network, IReadOnlyDictionary<string, WeightTensor> weights)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (name, tensor) in network.state_dict())
        {
            if (!weights.TryGetValue(name, out var found))
                throw new GapFillException($"The weights hold no tensor {name}; expected one of shape [{Text(tensor.shape)}].");
            if (!found.Shape.AsSpan().SequenceEqual(tensor.shape))
                throw new GapFillException(
                    $"The weights' tensor {name} has shape [{Text(found.Shape)}]; expected [{Text(tensor.shape)}].");
            tensor.copy_(torch.tensor(found.Values, found.Shape));
        }
    }

    private static string Text(long[] shape) => string.Join(", ", shape);
}

/// <summary>One tensor of a state_dict, detached from TorchSharp.</summary>
/// <param name="Shape">PyTorch's shape.</param>
/// <param name="Values">Row-major values.</param>
internal sealed record WeightTensor(long[] Shape, float[] Values)
{
    /// <summary>A convolution's kernel for some of its input channels.</summary>
    public WeightTensor ForInputs(int first, int count)
    {
        long outputs = Shape[0], inputs = Shape[1], size = Values.Length / (outputs * inputs);
        var part = new float[outputs * count * size];
        for (var output = 0L; output < outputs; output++)
            Array.Copy(Values, (output * inputs + first) * size, part, output * count * size, count * size);
        return new([outputs, count, .. Shape[2..]], part);
    }
}
