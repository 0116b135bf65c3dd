using MLNetUNetFill.Cells;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Imaging;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>
/// Trains the context network: in every epoch its rate branch on thinned counts (all entries), its value branch on masked counts (the masked entries), with
/// every context fitted to the thinned or masked matrix, so that no input knows its target. The same data, options and threads give the same
/// weights bit for bit on the CPU.
/// </summary>
internal static class ContextTrainer
{
    /// <summary>Trains on the given cells.</summary>
    /// <param name="counts">Raw counts of the modelled genes.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="progress">Told of every epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="GapFillException">Too little data, a loss that is not a number, or no CUDA where it is asked for.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static ContextTrainingResult Train(TrainingCounts counts, PixelMap pixels, ContextTrainingOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        if (counts.CellCount < 2)
            throw new GapFillException($"The training data hold {counts.CellCount} cell{(counts.CellCount == 1 ? "" : "s")}; expected at least 2.");
        var device = TorchDevice.Choose(options.Device);
        using var process = TorchProcess.Enter(options.Threads, cancellation);
        manual_seed(options.Seed);
        using var session = new ContextSession(counts, pixels, options, device.Device, cancellation);
        return Train(session, options, device, progress, cancellation);
    }

    private static ContextTrainingResult Train(ContextSession session, ContextTrainingOptions options, TorchDevice device,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var history = new List<EpochRecord>();
        var started = TimeProvider.System.GetTimestamp();
        for (var epoch = 1; epoch <= session.Epochs; epoch++)
        {
            var record = session.RunEpoch(epoch, cancellation);
            if (!double.IsFinite(record.TrainingLoss + record.ValidationLoss))
                throw new GapFillException($"Training diverged in epoch {epoch}: the training loss is {record.TrainingLoss} and the validation loss " +
                    $"{record.ValidationLoss}, expected finite numbers; set LearningRate below {options.LearningRate}.");
            history.Add(record);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            // The network kept is the average over the last steps: the latest epoch is always part of it.
            progress?.Report(new TrainingProgress(record, session.Epochs, epoch, elapsed / epoch * (session.Epochs - epoch)));
        }
        var weights = session.Finish();
        var score = session.Validate(cancellation);
        return new ContextTrainingResult(session.FitFull(cancellation), session.Step.Shape, weights, (float)score.UncertaintyScale(), score.Rmse, history,
            options.Device.Device, device.Name, device.Note);
    }
}
