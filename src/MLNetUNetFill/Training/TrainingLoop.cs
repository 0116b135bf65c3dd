using System.Diagnostics;
using System.Runtime.ExceptionServices;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>
/// Trains a recipe: epochs, steps, dispose scopes, history, progress, early stopping, best weights. The same data, options and threads give
/// the same weights bit for bit on the CPU.
/// </summary>
internal static class TrainingLoop
{
    /// <summary>Trains.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="progress">Told of every epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="GapFillException">A loss is not a number.</exception>
    public static TrainedWeights Run(ITrainingRecipe recipe, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var history = new List<EpochRecord>();
        var stopping = recipe.Patience is { } patience ? new EarlyStopping(patience) : null;
        var best = stopping is null ? null : UNetWeights.Export(recipe.Network);
        var started = Stopwatch.GetTimestamp();
        for (var epoch = 1; epoch <= recipe.Epochs && stopping is not { IsOver: true }; epoch++)
        {
            var record = RunEpoch(recipe, epoch, cancellation);
            if (!double.IsFinite(record.TrainingLoss + record.ValidationLoss))
                throw new GapFillException($"{recipe.Name} diverged in epoch {epoch}: the training loss is {record.TrainingLoss} and the " +
                    $"validation loss {record.ValidationLoss}, expected finite numbers; set LearningRate below {recipe.LearningRate}.");
            history.Add(record);
            if (stopping?.Improves(record.ValidationLoss) == true) best = UNetWeights.Export(recipe.Network);
            recipe.EndEpoch(record.ValidationLoss);
            var remaining = Stopwatch.GetElapsedTime(started) / epoch * (recipe.Epochs - epoch);
            progress?.Report(new TrainingProgress(record, recipe.Epochs, stopping?.BestEpoch ?? epoch, remaining));
        }
        recipe.Finish();
        return new TrainedWeights(best ?? UNetWeights.Export(recipe.Network), history, stopping?.BestEpoch ?? history.Count);
    }

    /// <summary>Sums the losses of batches.</summary>
    /// <param name="batches">Each makes a batch and its loss.</param>
    /// <param name="device">Where the losses are.</param>
    /// <param name="update">Changes the weights after every batch; null changes nothing.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    public static LossSums Sum(IEnumerable<Func<LossTerms>> batches, Device device, WeightUpdate? update, CancellationToken cancellation)
    {
        using var ofAll = NewDisposeScope();
        var count = 0;
        // On the device, which no step waits for.
        using var sums = zeros(4, device: device);
        foreach (var batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var terms = batch();
            update?.Apply(terms.Total);
            sums.Add(terms.Stacked());
            count++;
        }
        using var read = sums.cpu();
        var values = read.data<float>().ToArray();
        return new LossSums(count, values[0], values[1], values[2], values[3]);
    }

    private static EpochRecord RunEpoch(ITrainingRecipe recipe, int epoch, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var started = Stopwatch.GetTimestamp();
        recipe.Network.train();
        var phases = RunPhases(recipe, epoch, cancellation);
        recipe.Network.eval();
        using var noGradient = no_grad();
        var validation = recipe.Validate(cancellation);
        return new EpochRecord(epoch, Mean(sums => sums.Total), Mean(sums => sums.Mse), Mean(sums => sums.Mae),
            Mean(sums => sums.Smoothness), validation, recipe.CellCount / Stopwatch.GetElapsedTime(started).TotalSeconds);

        double Mean(Func<LossSums, double> term) => phases.Sum(sums => term(sums) / Math.Max(1, sums.Batches));
    }

    /// <summary>Runs the phases of an epoch, side by side where the recipe wants it. The first failure ends all of them.</summary>
    private static LossSums[] RunPhases(ITrainingRecipe recipe, int epoch, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var phases = recipe.Prepare(epoch, stop.Token);
        if (!recipe.RunsSideBySide) return [.. phases.Select(Run)];

        ExceptionDispatchInfo? failure = null;
        var sums = new LossSums[phases.Count];
        Thread[] threads = [.. phases.Select((phase, number) => new Thread(() =>
        {
            try
            {
                sums[number] = Run(phase);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                stop.Cancel();
            }
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        // Whoever asked for the end gets it with the token that was cancelled.
        cancellation.ThrowIfCancellationRequested();
        failure?.Throw();
        return sums;

        LossSums Run(TrainingPhase phase) => Sum(phase.Batches, recipe.Device, phase.Update, stop.Token);
    }
}

/// <summary>What a training leaves behind.</summary>
/// <param name="Weights">The state_dict of <paramref name="BestEpoch"/>, or averaged over the last steps.</param>
/// <param name="History">Every epoch, in order.</param>
/// <param name="BestEpoch">The 1-based epoch with the lowest validation loss, or the last one of averaged weights.</param>
internal sealed record TrainedWeights(IReadOnlyDictionary<string, WeightTensor> Weights, IReadOnlyList<EpochRecord> History, int BestEpoch);

/// <summary>Losses of several batches; see <see cref="LossTerms"/>.</summary>
internal readonly record struct LossSums(int Batches, double Total, double Mse, double Mae, double Smoothness);

/// <summary>What is trained: a network, its batches and its losses. <see cref="TrainingLoop"/> trains it.</summary>
internal interface ITrainingRecipe : IDisposable
{
    /// <summary>Starts the message that the training diverged.</summary>
    string Name => "Training";

    /// <summary>The network.</summary>
    nn.Module Network { get; }

    /// <summary>Where the network is.</summary>
    Device Device { get; }

    /// <summary>Number of training cells.</summary>
    int CellCount { get; }

    /// <summary>The most epochs.</summary>
    int Epochs { get; }

    /// <summary>Training stops after this many epochs without a lower validation loss and gives the weights of the best epoch; null trains
    /// all epochs and gives the weights of <see cref="Finish"/>.</summary>
    int? Patience { get; }

    /// <summary>Learning rate at the start.</summary>
    double LearningRate { get; }

    /// <summary>Whether the phases of an epoch run on a thread each. They give the same weights on one.</summary>
    bool RunsSideBySide => false;

    /// <summary>Prepares an epoch. The network is in training mode.</summary>
    /// <param name="epoch">1-based.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <returns>The phases of the epoch. None needs another, and each prepares its data when its batches are asked for.</returns>
    IReadOnlyList<TrainingPhase> Prepare(int epoch, CancellationToken cancellation);

    /// <summary>Measures the validation loss. The network is in evaluation mode, and gradients are off.</summary>
    double Validate(CancellationToken cancellation);

    /// <summary>Takes note of the validation loss of an epoch.</summary>
    void EndEpoch(double validationLoss) { }

    /// <summary>Ends the training, for instance by setting the network to averaged weights.</summary>
    void Finish() { }
}

/// <summary>A pass over batches that changes some parameters.</summary>
/// <param name="Update">Changes them; null changes nothing.</param>
/// <param name="Batches">Each makes a batch and its loss, inside the dispose scope of the step.</param>
internal readonly record struct TrainingPhase(WeightUpdate? Update, IEnumerable<Func<LossTerms>> Batches);

/// <summary>Finds the epoch with the lowest validation loss, and when to stop.</summary>
/// <param name="patience">Training stops after this many epochs in a row without a lower loss.</param>
internal sealed class EarlyStopping(int patience)
{
    private double _best = double.PositiveInfinity;
    private int _last;

    /// <summary>The 1-based epoch with the lowest loss so far; the first of equal ones.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Whether patience is exhausted.</summary>
    public bool IsOver => _last - BestEpoch >= patience;

    /// <summary>Takes the loss of the next epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    public bool Improves(double validationLoss)
    {
        _last++;
        if (validationLoss >= _best) return false;
        (_best, BestEpoch) = (validationLoss, _last);
        return true;
    }
}
