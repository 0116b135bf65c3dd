using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>What a training leaves behind.</summary>
/// <param name="Weights">The state_dict of <paramref name="BestEpoch"/>.</param>
/// <param name="History">Every epoch, in order.</param>
/// <param name="BestEpoch">The 1-based epoch with the lowest validation loss.</param>
/// <param name="DeviceRequested">The device that the options ask for.</param>
/// <param name="DeviceUsed">The device trained on, in PyTorch's notation: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Note">A sentence for the user where the device is not the one hoped for, else null.</param>
internal sealed record TrainingResult(IReadOnlyDictionary<string, WeightTensor> Weights, IReadOnlyList<EpochRecord> History, int BestEpoch,
    ComputeDevice DeviceRequested, string DeviceUsed, string? Note);
