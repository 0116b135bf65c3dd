using MLNetUNetFill.Context;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>The rate branch's training data of one epoch: the cells thinned anew, with a context fitted to them.</summary>
internal sealed class ContextEpoch : IDisposable
{
    private readonly ContextBatch _batch;
    private readonly int[] _landmarkOf;
    private readonly ThinnedCounts _thinned;
    private readonly ContextChannels _channels;

    /// <summary>Fits the context.</summary>
    /// <param name="thinned">The thinned counts.</param>
    /// <param name="fit">Fits contexts.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="batch">Buffers for the largest batch.</param>
    /// <param name="landmarkOf">For every cell the landmark that it is.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="threads">How many threads search neighbours.</param>
    /// <param name="cancellation">Ends the fit.</param>
    public ContextEpoch(ThinnedCounts thinned, ContextFit fit, PixelMap pixels, ContextBatch batch, int[] landmarkOf, Device device, int threads,
        CancellationToken cancellation)
    {
        (_thinned, _batch, _landmarkOf) = (thinned, batch, landmarkOf);
        _channels = new ContextChannels(fit.Fit(thinned.Input, cancellation), pixels, device, threads);
    }

    /// <summary>Makes the tensors of a training step.</summary>
    /// <param name="cells">Rows of the training matrix.</param>
    public ContextTensors Prepare(ReadOnlySpan<int> cells)
    {
        var (counts, libraries, restCounts, restLibraries) = _batch.RateCounts(_thinned, cells);
        return new ContextTensors(_batch.Images(_channels, _thinned.Input, cells, _landmarkOf), counts, libraries, _channels.LogShare, restCounts,
            restLibraries);
    }

    /// <inheritdoc/>
    public void Dispose() => _channels.Dispose();
}
