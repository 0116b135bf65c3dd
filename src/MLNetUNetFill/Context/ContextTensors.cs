using static TorchSharp.torch;

namespace MLNetUNetFill.Context;

/// <summary>What one training step of the rate branch works on, on the network's device; N cells.</summary>
/// <param name="ThinnedImages">Context images of the thinned cells, <c>[N, channels, H, W]</c>.</param>
/// <param name="ThinnedCounts">Their counts, <c>[N, 1, H, W]</c>.</param>
/// <param name="ThinnedLibraries">Their library sizes over all genes, <c>[N, 1, 1, 1]</c>.</param>
/// <param name="LogShare">ln f of every pixel's gene in the thinned matrix, 0 without one, <c>[1, 1, H, W]</c>.</param>
/// <param name="RestCounts">The counts that the thinning took away, <c>[N, 1, H, W]</c>.</param>
/// <param name="RestLibraries">Their sum over all genes, <c>[N, 1, 1, 1]</c>.</param>
internal sealed record ContextTensors(Tensor ThinnedImages, Tensor ThinnedCounts, Tensor ThinnedLibraries, Tensor LogShare,
    Tensor RestCounts,
    Tensor RestLibraries);
