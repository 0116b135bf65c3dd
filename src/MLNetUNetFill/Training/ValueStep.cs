using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>
/// The loss, the optimiser and the data of the value branch: the masked entries of the latest versions of the counts. A version takes far
/// longer to make than to learn from, so each is learned from many times.
/// </summary>
internal sealed class ValueStep : IDisposable
{
    /// <summary>The most entries of a version. More bring little, and they take memory.</summary>
    public const int MostEntries = 1 << 17;

    /// <summary>The most versions in memory.</summary>
    public const int Versions = 12;

    /// <summary>How often each version in memory is learned from when one is added, if that makes <see cref="FewestSteps"/>.</summary>
    public const int Passes = 2;

    /// <summary>The fewest steps: fewer leave the branch far from what it could learn. Few epochs of cells with few counts would make
    /// fewer, and then each version is learned from more often.</summary>
    public const int FewestSteps = 750;

    /// <summary>How often, on average, a version is learned from at most to make them: more would be learned by heart.</summary>
    public const int MostViews = 18;

    /// <summary>The most entries of a step.</summary>
    public const int EntriesPerStep = 2048;

    /// <summary>Weight of the uncertainty's likelihood beside the value's error.</summary>
    public const float DeviationWeight = 0.1f;

    private readonly ValueBranch _branch;
    private readonly UNetGapFillOptions _options;
    private readonly Queue<ValueEntries> _versions = new();
    private readonly int _versionCount;
    private SplitMix64 _random;
    private int _steps, _passes;

    /// <summary>Makes the optimiser.</summary>
    /// <param name="branch">The branch, on its device.</param>
    /// <param name="options">How to train.</param>
    /// <param name="versions">Number of versions that it will get.</param>
    public ValueStep(ValueBranch branch, UNetGapFillOptions options, int versions)
    {
        (_branch, _options, _versionCount, _random) = (branch, options, versions, new SplitMix64(options.Seed, 1));
        var parameters = new FlatParameters([.. branch.parameters()]);
        Update = ContextSchedule.Update(parameters, new AdamOptimizer(parameters),
            step => ContextSchedule.LearningRate(options.LearningRate, Math.Min(step, _steps), Math.Max(1, _steps)));
    }

    /// <summary>Changes the weights of the branch.</summary>
    public WeightUpdate Update { get; }

    /// <summary>Adds a version, and prepares the batches of every version in memory, in random order.</summary>
    /// <param name="latest">A new version, from now on this object's to dispose. It replaces the oldest if there are too many.</param>
    public IReadOnlyList<Func<LossTerms>> Prepare(ValueEntries latest)
    {
        _versions.Enqueue(latest);
        if (_versions.Count > Versions) _versions.Dequeue().Dispose();
        if (_steps == 0 && latest.Count > 0)
        {
            _branch.Standardise(latest.Channels);
            // All versions have about as many entries.
            var views = Enumerable.Range(1, _versionCount).Sum(version => Math.Min(version, Versions));
            var steps = views * Batches(latest).Count();
            // Who asks for a number of epochs gets these and no more.
            var fewest = _options.Epochs > 0 ? 0 : FewestSteps;
            _passes = Math.Clamp((fewest + steps - 1) / steps, Passes, Math.Max(Passes, MostViews * _versionCount / views));
            _steps = steps * _passes;
        }

        Func<LossTerms>[] batches = [.. _versions.SelectMany(version => Enumerable.Range(0, _passes).SelectMany(_ => Batches(version))
            .Select<ReadOnlyMemory<long>, Func<LossTerms>>(entries => () => Loss(version.Select(entries.ToArray()))))];
        _random.Shuffle(batches.AsSpan());
        return batches;
    }

    /// <summary>The loss of one batch, and its mean squared and absolute errors.</summary>
    public LossTerms Loss(ValueEntries entries)
    {
        const float unit = ContextOutput.ZRange;
        var output = _branch.ForEntries(entries.Channels, entries.Pixels);
        var error = ContextOutput.Pixel(output.select(0, 0)) - entries.Targets;
        // In log1p CP10k, as predictions are measured: a gene that varies twice as much counts four times.
        var scaled = error * entries.Deviations;
        Tensor mse = scaled.Squared().mean(), mae = scaled.abs().mean();
        // The error is detached: the predicted deviation adapts to the errors, and the predicted values do not depend on it.
        var likelihood = Likelihoods.Gaussian(error.detach().Times(unit), ContextOutput.BoundedLogDeviation(output.select(0, 1))).mean();
        var total = mse.Times(_options.MseWeight * unit * unit).Plus(mae.Times(_options.MaeWeight * unit))
            .Plus(likelihood.Times(DeviationWeight));
        return new LossTerms(total, mse, mae, zeros_like(mse));
    }

    /// <summary>Sets the branch to the averaged weights.</summary>
    public void Finish()
    {
        Update.Average!.Apply();
        _branch.Fold();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var version in _versions) version.Dispose();
        Update.Dispose();
    }

    /// <summary>The entries of a version in random order.</summary>
    private IEnumerable<ReadOnlyMemory<long>> Batches(ValueEntries version)
    {
        long[] order = [.. Enumerable.Range(0, version.Count)];
        _random.Shuffle(order.AsSpan());
        return EqualBatches.Split(order, EntriesPerStep);
    }
}

/// <summary>Masked entries of one version of the counts, with everything that the value branch learns from.</summary>
/// <param name="Channels">Their context channels, <c>[channels, entries]</c>.</param>
/// <param name="Pixels">Their pixels, <c>[entries]</c>, 64-bit integers.</param>
/// <param name="Targets">Their z / 10 + 0.5, <c>[entries]</c>.</param>
/// <param name="Deviations">Their genes' deviations s in units of the average gene's, <c>[entries]</c>: they bring errors of z to the
/// scale of log1p CP10k.</param>
internal sealed record ValueEntries(Tensor Channels, Tensor Pixels, Tensor Targets, Tensor Deviations) : IDisposable
{
    /// <summary>Number of entries.</summary>
    public int Count => (int)Targets.shape[0];

    /// <summary>Copies the entries of several batches of cells into one set that outlives every dispose scope.</summary>
    /// <param name="parts">At least one.</param>
    public static ValueEntries Join(IReadOnlyList<ValueEntries> parts) =>
        new ValueEntries(cat([.. parts.Select(part => part.Channels)], 1), cat([.. parts.Select(part => part.Pixels)], 0),
            cat([.. parts.Select(part => part.Targets)], 0), cat([.. parts.Select(part => part.Deviations)], 0))
            .Each(values => values.DetachFromDisposeScope());

    /// <summary>The entries with each of the four tensors replaced.</summary>
    public ValueEntries Each(Func<Tensor, Tensor> change) => new(change(Channels), change(Pixels), change(Targets), change(Deviations));

    /// <summary>Some of the entries.</summary>
    /// <param name="entries">Their numbers.</param>
    public ValueEntries Select(long[] entries)
    {
        using var index = entries.ToTensor().to(Targets.device);
        return Each(values => values.index_select(-1, index));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Channels.Dispose();
        Pixels.Dispose();
        Targets.Dispose();
        Deviations.Dispose();
    }
}
