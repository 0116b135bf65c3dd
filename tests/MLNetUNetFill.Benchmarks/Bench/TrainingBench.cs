using MLNetUNetFill.Devices;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>What the training benchmarks of both presets share: libtorch for themselves, and batches prepared once.</summary>
internal abstract class TrainingBench : ITrainingBench
{
    /// <summary>How many batches are prepared.</summary>
    protected const int BatchCount = 4;

    private readonly TorchProcess _process;
    private readonly IDisposable _scope;

    /// <summary>Takes libtorch for itself.</summary>
    protected TrainingBench(BenchModel model, CancellationToken cancelled)
    {
        _process = TorchProcess.Enter(model.Options.Threads, cancelled);
        manual_seed(model.Options.Seed);
        _scope = NewDisposeScope();
    }

    /// <inheritdoc/>
    public abstract IReadOnlyList<ITrainingSteps> Networks { get; }

    /// <inheritdoc/>
    public abstract void Write(TensorFolder folder);

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        _scope.Dispose();
        _process.Dispose();
    }

    /// <summary>A training step; gives the loss before.</summary>
    protected static Tensor Step(WeightUpdate update, LossTerms loss)
    {
        update.Apply(loss.Total);
        return loss.Total.detach();
    }

    /// <summary>Frees the networks.</summary>
    protected abstract void Free();

    /// <summary>Batches as equal in size as those of training, as many as there are cells for.</summary>
    /// <param name="cells">Training cells.</param>
    /// <param name="batchSize">The most in a batch.</param>
    protected static int[][] CellsOfBatches(int cells, int batchSize)
    {
        var size = cells / ((cells + batchSize - 1) / batchSize);
        return [.. Enumerable.Range(0, Math.Clamp(cells / size, 1, BatchCount)).Select(batch => Enumerable.Range(batch * size, size)
            .ToArray())];
    }
}
