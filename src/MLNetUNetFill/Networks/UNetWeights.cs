namespace MLNetUNetFill.Networks;

/// <summary>Carries a network's state_dict out of TorchSharp.</summary>
internal static class UNetWeights
{
    /// <summary>Copies parameters and buffers to managed memory.</summary>
    public static IReadOnlyDictionary<string, WeightTensor> Export(nn.Module network)
    {
        using var scope = NewDisposeScope();
        // num_batches_tracked counts in 64-bit integers; everything else is single precision already.
        return network.state_dict().ToDictionary(entry => entry.Key, entry => new WeightTensor(entry.Value.shape,
            entry.Value.detach().to(ScalarType.Float32).ToManaged()));
    }
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
