using System.Diagnostics;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Cli.Bench;

/// <summary>What the training steps of both presets share: batches prepared once, the loss read at the end.</summary>
/// <typeparam name="TBatch">The tensors of a step.</typeparam>
internal abstract class TrainingBench<TBatch> : ITrainingBench
{
    /// <summary>How many batches are prepared.</summary>
    protected const int BatchCount = 4;

    private readonly TorchProcess _process;
    private readonly IDisposable _scope;
    private int _next;

    /// <summary>Takes libtorch for itself.</summary>
    protected TrainingBench(BenchModel model, CancellationToken cancelled)
    {
        _process = TorchProcess.Enter(model.Options.Threads, cancelled);
        manual_seed(model.Options.Seed);
        _scope = NewDisposeScope();
    }

    /// <inheritdoc/>
    public abstract int CellsPerStep { get; }

    /// <summary>The batches.</summary>
    protected abstract IReadOnlyList<TBatch> Batches { get; }

    /// <inheritdoc/>
    public float[] Losses()
    {
        using var noGradient = no_grad();
        SetTraining(false);
        return [.. Batches.Select(batch =>
        {
            using var scope = NewDisposeScope();
            return Loss(batch).data<float>()[0];
        })];
    }

    /// <inheritdoc/>
    public double Run(int steps)
    {
        SetTraining(true);
        var started = Stopwatch.GetTimestamp();
        using var sum = zeros(1);
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            sum.add_(Step(Batches[_next++ % Batches.Count]));
        }
        if (!float.IsFinite(sum.data<float>()[0])) throw new GapFillException("The training steps diverged: their loss is not a number.");
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <inheritdoc/>
    public abstract void Write(TensorFolder folder);

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        _scope.Dispose();
        _process.Dispose();
    }

    /// <summary>Whether dropout and batch statistics are those of training.</summary>
    protected abstract void SetTraining(bool on);

    /// <summary>The loss of a batch.</summary>
    protected abstract Tensor Loss(TBatch batch);

    /// <summary>Makes a training step.</summary>
    /// <returns>The loss before.</returns>
    protected abstract Tensor Step(TBatch batch);

    /// <summary>Frees the network.</summary>
    protected abstract void Free();
}
