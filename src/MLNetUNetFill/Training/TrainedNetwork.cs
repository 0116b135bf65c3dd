using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>What the training of either preset leaves behind for the model file and the transformer.</summary>
/// <param name="Network">The network and what surrounds it.</param>
/// <param name="Pixels">Place of each modelled gene in the image.</param>
/// <param name="CellCount">Number of training cells.</param>
/// <param name="History">Every epoch, in order.</param>
/// <param name="BestEpoch">The 1-based epoch whose weights the network has, or the last of those that it averages.</param>
/// <param name="DeviceUsed">The device trained on, in PyTorch's notation: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Note">A sentence for the user where the device is not the one hoped for, else null.</param>
internal sealed record TrainedNetwork(GapFillNetwork Network, PixelMap Pixels, int CellCount, IReadOnlyList<EpochRecord> History, int BestEpoch,
    string DeviceUsed, string? Note);
