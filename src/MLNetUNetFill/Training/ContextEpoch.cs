using MLNetUNetFill.Context;
using MLNetUNetFill.Imaging;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>The training data of one epoch: the cells thinned and masked anew, each version with a context fitted to it.</summary>
internal sealed class ContextEpoch : IDisposable
{
    private readonly TrainingCounts _counts;
    private readonly ContextBatch _batch;
    private readonly int[] _landmarkOf;
    private readonly ThinnedCounts _thinned;
    private readonly ContextChannels _thinnedChannels, _maskedChannels;
    private readonly TrainingCounts _masked;
    private readonly int[][] _hidden;
    private readonly CellContext _maskedContext;

    /// <summary>Draws and fits the versions of one epoch.</summary>
    /// <param name="epoch">1-based.</param>
    /// <param name="counts">The training matrix.</param>
    /// <param name="versions">Its versions.</param>
    /// <param name="fit">Fits contexts.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="batch">Buffers for the largest batch.</param>
    /// <param name="landmarkOf">For every cell the landmark that it is.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="threads">How many threads search neighbours.</param>
    public ContextEpoch(int epoch, TrainingCounts counts, CountVersions versions, ContextFit fit, PixelMap pixels, ContextBatch batch, int[] landmarkOf,
        Device device, int threads)
    {
        (_counts, _batch, _landmarkOf) = (counts, batch, landmarkOf);
        _thinned = versions.Thin(epoch);
        _thinnedChannels = new ContextChannels(fit.Fit(_thinned.Input), pixels, device, threads);
        (_masked, _hidden) = versions.Mask(epoch);
        _maskedContext = fit.Fit(_masked);
        _maskedChannels = new ContextChannels(_maskedContext, pixels, device, threads);
    }

    /// <summary>Makes the tensors of a training step.</summary>
    /// <param name="cells">Rows of the training matrix.</param>
    public ContextTensors Prepare(ReadOnlySpan<int> cells)
    {
        var (restCounts, restLibraries) = _batch.RateTargets(_thinned, cells);
        var (targets, mask, entries) = _batch.ValueTargets(_counts, _masked.Libraries, _maskedContext, cells, _hidden);
        return new ContextTensors(_batch.Images(_thinnedChannels, _thinned.Input, cells, _landmarkOf), _thinnedChannels.LogShare, restCounts, restLibraries,
            _batch.Images(_maskedChannels, _masked, cells, _landmarkOf), targets, mask, entries);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _thinnedChannels.Dispose();
        _maskedChannels.Dispose();
    }
}
