using MLNetUNetFill.Context;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>
/// Trains the context network: in every epoch its rate branch on thinned counts (all entries), then its value branch on masked counts (the
/// masked entries). Every context is fitted to the thinned or masked matrix, so that no input knows its target.
/// </summary>
internal sealed class ContextRecipe : ITrainingRecipe
{
    private const int ValidationCells = 128;

    private readonly TrainingCounts _counts;
    private readonly PixelMap _pixels;
    private readonly UNetGapFillOptions _options;
    private readonly int _threads, _masksPerEpoch;
    private readonly ContextValidation _validation;
    private readonly CountVersions _versions;
    private readonly int[] _landmarkOf;
    private readonly ContextFit _fit;
    private readonly CellContext _validationContext;
    private readonly ContextChannels _validationChannels;
    private readonly ContextBatch _rateBatch, _valueBatch;
    private readonly int[] _order, _validationOrder, _sample;
    private SplitMix64 _random;

    /// <summary>Sets validation entries aside, chooses the landmarks and builds the network.</summary>
    /// <param name="counts">The training matrix.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="options">How to train.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <param name="validationCounts">Cells to validate on, masked as in training; null sets entries of the training cells aside.</param>
    /// <exception cref="GapFillException">There are too few entries to set any aside.</exception>
    public ContextRecipe(TrainingCounts counts, PixelMap pixels, UNetGapFillOptions options, Device device, CancellationToken cancellation,
        TrainingCounts? validationCounts = null)
    {
        (_counts, _pixels, _options, Device) = (counts, pixels, options, device);
        _threads = options.Threads > 0 ? options.Threads : PhysicalCores.Count;
        var cells = counts.Normalize();
        var setAside = validationCounts is null ? ValidationSplit.OfTraining(cells, options) : new ValidationSplit(cells, 0, options.Seed);
        var masks = new RandomMask(cells, setAside, options.MaskRate, options.Seed);
        _versions = new CountVersions(counts, setAside, masks, options.Seed);
        _random = new SplitMix64(options.Seed);
        _order = [.. Enumerable.Range(0, counts.CellCount)];
        _random.Shuffle(_order.AsSpan());
        _validationOrder = validationCounts is null ? _order : [.. Enumerable.Range(0, validationCounts.CellCount)];
        _sample = _validationOrder[..Math.Min(ValidationCells, _validationOrder.Length)];
        int[] landmarks = [.. _order.Take(options.MaxLandmarks).Order()];
        _landmarkOf = Enumerable.Repeat(NeighbourSums.None, counts.CellCount).ToArray();
        for (var i = 0; i < landmarks.Length; i++) _landmarkOf[landmarks[i]] = i;

        _fit = new ContextFit(landmarks, options.Seed, device);
        _validation = validationCounts is not null ? ContextValidation.HeldOut(validationCounts, options)
            : new ContextValidation(counts, _versions.WithoutValidation(), setAside, _landmarkOf);
        _validationContext = _fit.Fit(validationCounts is null ? _validation.Visible : counts, cancellation);
        _validationChannels = new ContextChannels(_validationContext, pixels, device, _threads, _validation.Visible.VisibleShare);
        (_rateBatch, _valueBatch) = (new(pixels, options.BatchSize, device), new(pixels, options.BatchSize, device));
        Epochs = ContextSchedule.Epochs(options, counts.CellCount);
        Rate = new RateStep(pixels, options, Epochs * ContextSchedule.StepsPerEpoch(options, counts.CellCount), device);
        _masksPerEpoch = ContextSchedule.MasksPerEpoch(options, counts.CellCount);
        Value = new ValueStep(Rate.Network.Value, options, Epochs * _masksPerEpoch);
    }

    /// <summary>The network, and the loss and the optimiser of its rate branch.</summary>
    public RateStep Rate { get; }

    /// <summary>The loss and the optimiser of the value branch.</summary>
    public ValueStep Value { get; }

    /// <inheritdoc/>
    public nn.Module Network => Rate.Network;

    /// <inheritdoc/>
    public Device Device { get; }

    /// <inheritdoc/>
    public int CellCount => _order.Length;

    /// <inheritdoc/>
    public int Epochs { get; }

    /// <summary>None: the averaged weights of the last steps are the best.</summary>
    public int? Patience => null;

    /// <inheritdoc/>
    public double LearningRate => _options.LearningRate;

    /// <summary>On the CPU, whose cores a single branch does not keep busy: its tensors are too small.</summary>
    public bool RunsSideBySide => _threads > 1 && Device.type == DeviceType.CPU;

    /// <summary>Two phases: the rate branch on every cell, thinned anew, in random order; the value branch on masked entries.</summary>
    public IReadOnlyList<TrainingPhase> Prepare(int epoch, CancellationToken cancellation)
    {
        _random.Shuffle(_order.AsSpan());
        return [new(Rate.Update, RateBatches(epoch, cancellation)), new(Value.Update, ValueBatches(epoch, cancellation))];
    }

    /// <summary>Thins all cells and fits a context to them.</summary>
    public ThinnedEpoch Thin(int epoch, CancellationToken cancellation)
    {
        var thinned = _versions.Thin(epoch);
        var channels = new ContextChannels(_fit.Fit(thinned.Input, cancellation), _pixels, Device, _threads);
        return new ThinnedEpoch(thinned, channels, _rateBatch, _landmarkOf);
    }

    /// <summary>The masked entries of a version of the counts: those of as many cells as make
    /// <see cref="ValueStep.MostEntries"/>.</summary>
    public ValueEntries MaskedEntries(int version, CancellationToken cancellation)
    {
        var (masked, hidden) = _versions.Mask(version);
        using var channels = new ContextChannels(_fit.Fit(masked, cancellation), _pixels, Device, _threads, masked.VisibleShare);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        List<ValueEntries> parts = [];
        foreach (var cells in Batches(_order).TakeWhile(_ => parts.Sum(part => part.Count) < ValueStep.MostEntries))
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            // The unit of the targets may know the masked entries: without them an outlier would be many deviations away and rule the loss.
            var entries = _valueBatch.Entries(channels, masked, _landmarkOf, _counts, _validationContext, cells.Span,
                cell => hidden[cell]);
            parts.Add(entries.Each(values => values.MoveToOuterDisposeScope()));
        }
        return ValueEntries.Join(parts);
    }

    /// <summary>Measures the validation loss on some cells.</summary>
    public double Validate(CancellationToken cancellation)
    {
        var (score, unit) = (Validate(_sample, cancellation), (double)ContextOutput.ZRange);
        return _options.MseWeight * score.MseOfZ / (unit * unit) + _options.MaeWeight * score.MaeOfZ / unit;
    }

    /// <summary>Sets the network to the averaged weights.</summary>
    public void Finish()
    {
        Rate.Finish();
        Value.Finish();
    }

    /// <summary>The trained network with the context of the full training matrix.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="cancellation">Ends it.</param>
    public ContextNetwork ToNetwork(IReadOnlyDictionary<string, WeightTensor> weights, CancellationToken cancellation)
    {
        Network.eval();
        using var noGradient = no_grad();
        var scale = (float)Validate(_validationOrder, cancellation).UncertaintyScale();
        var context = _fit.Fit(_counts, cancellation);
        return new ContextNetwork
        {
            Shape = Rate.Shape,
            Weights = weights,
            Context = context,
            UncertaintyScale = scale,
            NoveltyLimit = CellNovelty.Limit(context, Device, _threads, cancellation),
            FillsAtMedianLibrary = !LibraryStructure.IsShared(context),
            Policy = _options.Policy,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _validationChannels.Dispose();
        Value.Dispose();
        Rate.Dispose();
    }

    private IEnumerable<Func<LossTerms>> RateBatches(int epoch, CancellationToken cancellation)
    {
        using var thinned = Thin(epoch, cancellation);
        foreach (var cells in Batches(_order)) yield return () => Rate.Loss(thinned.Prepare(cells.Span));
    }

    private IEnumerable<Func<LossTerms>> ValueBatches(int epoch, CancellationToken cancellation)
    {
        for (var version = (epoch - 1) * _masksPerEpoch + 1; version <= epoch * _masksPerEpoch; version++)
            foreach (var batch in Value.Prepare(MaskedEntries(version, cancellation))) yield return batch;
    }

    private IEnumerable<ReadOnlyMemory<int>> Batches(int[] rows) => EqualBatches.Split(rows, _options.BatchSize);

    private ValidationScore Validate(int[] rows, CancellationToken cancellation)
    {
        var score = new ValidationScore();
        var (whole, visible, asked, landmarkOf) = _validation;
        foreach (var cells in Batches(rows))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var entries = _valueBatch.Entries(_validationChannels, visible, landmarkOf, whole, _validationContext, cells.Span,
                cell => asked.EntriesOf(cell));
            var output = Rate.Network.Value.ForEntries(entries.Channels, entries.Pixels);
            var pixel = ContextOutput.Pixel(output.select(0, 0)).ToManaged();
            var deviation = ContextOutput.BoundedLogDeviation(output.select(0, 1)).exp().ToManaged();
            var next = 0;
            foreach (var cell in cells.Span)
                foreach (var entry in asked.EntriesOf(cell))
                {
                    var gene = whole.Genes[entry];
                    var (m, s) = (_validationContext.Mean[gene], _validationContext.Deviation[gene]);
                    var value = Math.Max(0, (pixel[next] - 0.5f) * ContextOutput.ZRange * s + m);
                    var truth = LibrarySize.Log1pCp10k(whole.Values[entry], visible.Libraries[cell]);
                    score.Add(value - truth, deviation[next++] * s, s);
                }
        }
        return score;
    }
}

/// <summary>The rate branch's training data of one epoch: all cells thinned, and the context that is fitted to them.</summary>
/// <param name="counts">The thinned counts.</param>
/// <param name="channels">The context; owned.</param>
/// <param name="batch">Buffers for the largest batch.</param>
/// <param name="landmarkOf">For every cell the landmark that it is.</param>
internal sealed class ThinnedEpoch(ThinnedCounts counts, ContextChannels channels, ContextBatch batch, int[] landmarkOf) : IDisposable
{
    /// <summary>Makes the tensors of a training step.</summary>
    /// <param name="cells">Rows of the training matrix.</param>
    public ContextTensors Prepare(ReadOnlySpan<int> cells) => batch.Rate(channels, counts, cells, landmarkOf);

    /// <inheritdoc/>
    public void Dispose() => channels.Dispose();
}
