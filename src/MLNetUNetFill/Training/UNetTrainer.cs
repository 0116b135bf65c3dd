using MLNetUNetFill.Cells;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>
/// Trains the U-Net on masked cells with early stopping. The same data, options and threads give the same weights bit for bit on the CPU.
/// </summary>
internal static class UNetTrainer
{
    /// <summary>Trains on the given cells.</summary>
    /// <param name="cells">Log1p CP10k of the modelled genes.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="scale">Scale of each gene's pixel, see <see cref="PixelScaling"/>.</param>
    /// <param name="offset">Offset of each gene's pixel.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="progress">Told of every epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="GapFillException">Too little data, a loss that is not a number, or no CUDA where it is asked for.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static TrainingResult Train(SparseCells cells, PixelMap pixels, float[] scale, float[] offset, UNetGapFillOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        if (cells.CellCount < 2)
            throw new GapFillException($"The training data hold {cells.CellCount} cell{(cells.CellCount == 1 ? "" : "s")}; expected at least 2.");
        var device = TorchDevice.Choose(options.Requested);
        using var process = TorchProcess.Enter(options.Threads, cancellation);
        manual_seed(options.Seed);
        using var session = new TrainingSession(cells, pixels, new PixelScaling(scale, offset), options, device.Device);
        return Train(session, options, device, progress, cancellation);
    }

    private static TrainingResult Train(TrainingSession session, UNetGapFillOptions options, TorchDevice device,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var history = new List<EpochRecord>();
        var stopping = new EarlyStopping(options.Patience);
        IReadOnlyDictionary<string, WeightTensor> best = session.Weights();
        var started = TimeProvider.System.GetTimestamp();
        for (var epoch = 1; epoch <= options.Epochs && !stopping.IsOver; epoch++)
        {
            var record = session.RunEpoch(epoch, cancellation);
            if (!double.IsFinite(record.TrainingLoss + record.ValidationLoss))
                throw new GapFillException($"Training diverged in epoch {epoch}: the training loss is {record.TrainingLoss} and the validation loss " +
                    $"{record.ValidationLoss}, expected finite numbers; set LearningRate below {options.LearningRate}.");
            history.Add(record);
            if (stopping.Improves(record.ValidationLoss)) best = session.Weights();
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            progress?.Report(new TrainingProgress(record, options.Epochs, stopping.BestEpoch, elapsed / epoch * (options.Epochs - epoch)));
        }
        return new TrainingResult(best, history, stopping.BestEpoch, options.Device, device.Name, device.Note);
    }
}
