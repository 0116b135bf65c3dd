namespace MLNetUNetFill.Networks;

/// <summary>One tensor of a state_dict, detached from TorchSharp.</summary>
/// <param name="Shape">PyTorch's shape.</param>
/// <param name="Values">Row-major values.</param>
internal sealed record WeightTensor(long[] Shape, float[] Values)
{
    /// <summary>A convolution's kernel for some of its input channels.</summary>
    public WeightTensor OfInputs(int first, int count)
    {
        long outputs = Shape[0], inputs = Shape[1], size = Values.Length / (outputs * inputs);
        var part = new float[outputs * count * size];
        for (var output = 0L; output < outputs; output++)
            Array.Copy(Values, (output * inputs + first) * size, part, output * count * size, count * size);
        return new([outputs, count, .. Shape[2..]], part);
    }
}
