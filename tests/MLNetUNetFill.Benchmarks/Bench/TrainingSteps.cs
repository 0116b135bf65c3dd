using System.Diagnostics;
using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>The steps over batches of one kind; the loss is read at the end.</summary>
/// <param name="network">The network.</param>
/// <param name="unit">What a step learns from.</param>
/// <param name="perStep">How many in a step.</param>
/// <param name="batches">The batches.</param>
/// <param name="module">What is to know that it is trained.</param>
/// <param name="loss">The loss of a batch.</param>
/// <param name="step">Makes a training step, and gives the loss before.</param>
/// <typeparam name="TBatch">The tensors of a step.</typeparam>
internal sealed class TrainingSteps<TBatch>(string network, string unit, int perStep, IReadOnlyList<TBatch> batches, nn.Module module,
    Func<TBatch, Tensor> loss,
    Func<TBatch, Tensor> step) : ITrainingSteps
{
    private int _next;

    /// <inheritdoc/>
    public string Network => network;

    /// <inheritdoc/>
    public string Unit => unit;

    /// <inheritdoc/>
    public int PerStep => perStep;

    /// <inheritdoc/>
    public float[] Losses()
    {
        using var noGradient = no_grad();
        module.train(false);
        return [.. batches.Select(batch =>
        {
            using var scope = NewDisposeScope();
            return loss(batch).data<float>()[0];
        })];
    }

    /// <inheritdoc/>
    public double Run(int steps)
    {
        module.train();
        var started = Stopwatch.GetTimestamp();
        using var sum = zeros(1);
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            sum.Add(step(batches[_next++ % batches.Count]));
        }
        if (!float.IsFinite(sum.data<float>()[0])) throw new GapFillException("The training steps diverged: their loss is not a number.");
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
