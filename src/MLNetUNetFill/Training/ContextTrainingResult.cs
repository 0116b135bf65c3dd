using MLNetUNetFill.Context;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>What a training of the context network leaves behind.</summary>
/// <param name="Context">The context of the full training matrix.</param>
/// <param name="Shape">Shape of the trunk.</param>
/// <param name="Weights">The state_dict, averaged over the last steps.</param>
/// <param name="UncertaintyScale">Factor of the predicted standard deviations after which 90 % of the validation entries lie within 1.645 of them.</param>
/// <param name="ValidationRmse">Root mean squared error of the value if expressed on the validation entries, log1p CP10k.</param>
/// <param name="History">Every epoch, in order.</param>
/// <param name="DeviceRequested">The device that the options ask for.</param>
/// <param name="DeviceUsed">The device trained on, in PyTorch's notation: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Note">A sentence for the user where the device is not the one hoped for, else null.</param>
internal sealed record ContextTrainingResult(CellContext Context, UNetShape Shape, IReadOnlyDictionary<string, WeightTensor> Weights,
    float UncertaintyScale, double ValidationRmse, IReadOnlyList<EpochRecord> History, ComputeDevice DeviceRequested, string DeviceUsed, string? Note);
