namespace MLNetUNetFill.Network;

/// <summary>One tensor of a state_dict, detached from TorchSharp.</summary>
/// <param name="Shape">PyTorch's shape.</param>
/// <param name="Values">Row-major values.</param>
internal sealed record WeightTensor(long[] Shape, float[] Values);
