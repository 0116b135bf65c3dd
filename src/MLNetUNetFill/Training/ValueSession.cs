using MLNetUNetFill.Networks;
using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>
/// The value branch while it is trained: on the masked entries of the latest versions of the counts, which each epoch adds to. A version costs far
/// more to make than to learn from, so each is learned from several times.
/// </summary>
internal sealed class ValueSession : IDisposable
{
    /// <summary>The most entries of a version: so many tell enough, and bound the memory.</summary>
    public const int MostEntries = 1 << 17;

    /// <summary>How many versions are kept.</summary>
    public const int Versions = 12;

    /// <summary>The most entries of a step.</summary>
    public const int EntriesPerStep = 2048;

    private readonly ValueBranch _branch;
    private readonly ContextTrainingOptions _options;
    private readonly FlatParameters _parameters;
    private readonly AdamOptimizer _optimizer;
    private readonly WeightAverage _average;
    private readonly Queue<ValueEntries> _versions = new();
    private readonly int _epochs;
    private SplitMix64 _random;
    private int _step, _steps;

    /// <summary>Starts the training.</summary>
    /// <param name="branch">The branch, on its device.</param>
    /// <param name="options">How to train.</param>
    /// <param name="epochs">How many epochs there will be.</param>
    public ValueSession(ValueBranch branch, ContextTrainingOptions options, int epochs)
    {
        (_branch, _options, _epochs, _random) = (branch, options, epochs, new SplitMix64(options.Seed, 1));
        _parameters = new FlatParameters([.. branch.parameters()]);
        _optimizer = new AdamOptimizer(_parameters);
        _average = new WeightAverage(_parameters, ContextTrainingOptions.AverageDecay);
    }

    /// <summary>Learns once from every version kept.</summary>
    /// <param name="latest">A new version, now this object's to dispose; the oldest makes room for it.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <returns>Means over the steps.</returns>
    public (double Loss, double Mse, double Mae) RunEpoch(ValueEntries latest, CancellationToken cancellation)
    {
        _versions.Enqueue(latest);
        if (_versions.Count > Versions) _versions.Dequeue().Dispose();
        if (_steps == 0 && latest.Count > 0) _branch.Standardise(latest.Channels);
        // All versions have about as many entries.
        if (_steps == 0) _steps = Enumerable.Range(1, _epochs).Sum(epoch => Math.Min(epoch, Versions)) * Batches(latest).Count();

        (ValueEntries Version, long[] Entries)[] batches = [.. _versions.SelectMany(version => Batches(version).Select(entries => (version, entries)))];
        _random.Shuffle(batches.AsSpan());
        _branch.train();
        using var sums = zeros(3, device: latest.Targets.device);
        foreach (var (version, entries) in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            sums.Add(Run(version.Of(entries)));
        }
        using var read = sums.cpu();
        var means = read.data<float>().ToArray();
        // Cells of one entry each leave nothing to mask: that is no divergence.
        var count = Math.Max(1, batches.Length);
        return (means[0] / count, means[1] / count, means[2] / count);
    }

    /// <summary>Ends the training: sets the branch to the averaged weights.</summary>
    public void Finish()
    {
        _average.Apply();
        _branch.Fold();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var version in _versions) version.Dispose();
        _average.Dispose();
        _optimizer.Dispose();
        _parameters.Dispose();
    }

    /// <summary>Changes the weights by one batch.</summary>
    /// <returns>The loss before, and its squared and absolute errors, as <c>[3]</c>, apart from the graph.</returns>
    public Tensor Run(ValueEntries asked)
    {
        var (loss, mse, mae) = Loss(asked);
        _parameters.ZeroGradients();
        loss.backward();
        _parameters.ClipNorm(ContextTrainingOptions.GradientNorm);
        _optimizer.Step(_options.RateAt(Math.Min(_step, _steps), Math.Max(1, _steps)));
        _average.Add();
        _step++;
        return stack([loss, mse, mae]).detach();
    }

    /// <summary>The loss of one batch, and its mean squared and absolute errors.</summary>
    public (Tensor Total, Tensor Mse, Tensor Mae) Loss(ValueEntries asked)
    {
        const float unit = ContextOutput.ZRange;
        var output = _branch.OfEntries(asked.Channels, asked.Pixels);
        var error = ContextOutput.Pixel(output.select(0, 0)) - asked.Targets;
        // In log1p CP10k, as predictions are measured: a gene that varies twice as much counts four times.
        var scaled = error * asked.Deviations;
        Tensor mse = scaled.Squared().mean(), mae = scaled.abs().mean();
        // The deviation follows the residual; the residual does not make room for the deviation.
        var likelihood = ContextLikelihood.Gaussian(error.detach().Times(unit), ContextOutput.BoundedLogDeviation(output.select(0, 1))).mean();
        return (mse.Times(_options.MseWeight * unit * unit).Plus(mae.Times(_options.MaeWeight * unit)).Plus(likelihood.Times(ContextTrainingOptions.DeviationWeight)), mse, mae);
    }

    /// <summary>Batches of about equal size, in random order.</summary>
    private IEnumerable<long[]> Batches(ValueEntries version)
    {
        var order = new long[version.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        _random.Shuffle(order.AsSpan());
        var batches = (order.Length + EntriesPerStep - 1) / EntriesPerStep;
        return Enumerable.Range(0, batches).Select(batch =>
            order[(int)((long)order.Length * batch / batches)..(int)((long)order.Length * (batch + 1) / batches)]);
    }
}
