using System.Diagnostics;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Context;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>The context network, its optimiser, its contexts and its data while they are being trained.</summary>
internal sealed class ContextSession : IDisposable
{
    private const int ValidationCells = 128;

    private readonly TrainingCounts _counts;
    private readonly PixelMap _pixels;
    private readonly ContextTrainingOptions _options;
    private readonly Device _device;
    private readonly int _threads;
    private readonly ValidationSplit _validation;
    private readonly CountVersions _versions;
    private readonly TrainingCounts _withoutValidation;
    private readonly int[] _landmarkOf;
    private readonly ContextFit _fit;
    private readonly CellContext _validationContext;
    private readonly ContextChannels _validationChannels;
    private readonly ContextBatch _batch;
    private readonly int[] _order;
    private readonly int[] _sample;
    private SplitMix64 _random;

    public ContextSession(TrainingCounts counts, PixelMap pixels, ContextTrainingOptions options, Device device, CancellationToken cancellation)
    {
        (_counts, _pixels, _options, _device, _threads) = (counts, pixels, options, device, options.Threads > 0 ? options.Threads : PhysicalCores.Count);
        var cells = counts.Normalize();
        _validation = new ValidationSplit(cells, options.ValidationFraction, options.Seed);
        if (_validation.Count == 0)
            throw new GapFillException($"The {counts.CellCount} training cells hold {counts.Values.Length} observed entries, too few to set " +
                $"{options.ValidationFraction} of each cell's aside; expected more entries, or a larger ValidationFraction.");
        _versions = new CountVersions(counts, _validation, new RandomMask(cells, _validation, options.MaskRate, options.Seed), options.Seed);
        _withoutValidation = _versions.WithoutValidation().AsIfComplete(counts);
        _random = new SplitMix64(options.Seed);
        _order = [.. Enumerable.Range(0, counts.CellCount)];
        _random.Shuffle(_order.AsSpan());
        _sample = _order[..Math.Min(ValidationCells, _order.Length)];
        int[] landmarks = [.. _order.Take(options.MaxLandmarks).Order()];
        _landmarkOf = Enumerable.Repeat(NeighbourSums.None, counts.CellCount).ToArray();
        for (var i = 0; i < landmarks.Length; i++) _landmarkOf[landmarks[i]] = i;

        _fit = new ContextFit(landmarks, options.Seed, device);
        _validationContext = _fit.Fit(_withoutValidation, cancellation);
        _validationChannels = new ContextChannels(_validationContext, pixels, device, _threads, _withoutValidation.VisibleShare);
        _batch = new ContextBatch(pixels, options.BatchSize, device);
        Epochs = options.EpochsFor(counts.CellCount);
        Step = new ContextStep(pixels, options, Epochs * options.StepsPerEpoch(counts.CellCount), device);
        Value = new ValueSession(Step.Network.Value, options, Epochs);
    }

    /// <summary>The network and the training step of its rate branch.</summary>
    public ContextStep Step { get; }

    /// <summary>The training of the value branch.</summary>
    public ValueSession Value { get; }

    /// <summary>Number of epochs.</summary>
    public int Epochs { get; }

    /// <summary>Ends the training: sets the network to the averaged weights.</summary>
    /// <returns>These.</returns>
    public IReadOnlyDictionary<string, WeightTensor> Finish()
    {
        Step.Average();
        Value.Finish();
        return UNetWeights.Export(Step.Network);
    }

    /// <summary>The context of the full training matrix.</summary>
    public CellContext FitFull(CancellationToken cancellation) => _fit.Fit(_counts, cancellation);

    /// <summary>The rate branch's training data of an epoch.</summary>
    public ContextEpoch Draw(int epoch, CancellationToken cancellation) =>
        new(_versions.Thin(epoch), _fit, _pixels, _batch, _landmarkOf, _device, _threads, cancellation);

    /// <summary>The masked entries of a version of the counts, of as many cells as it takes.</summary>
    public ValueEntries MaskedEntries(int epoch, CancellationToken cancellation)
    {
        var (visible, hidden) = _versions.Mask(epoch);
        var masked = visible.AsIfComplete(_counts);
        using var channels = new ContextChannels(_fit.Fit(masked, cancellation), _pixels, _device, _threads, masked.VisibleShare);
        using var noGradient = no_grad();
        List<ValueEntries> parts = [];
        try
        {
            foreach (var cells in Batches(_order).TakeWhile(_ => parts.Sum(part => part.Count) < ValueSession.MostEntries))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                // Means and deviations with the masked entries: without them an outlier would be many deviations away and rule the loss.
                parts.Add(_batch.Entries(channels, masked, _landmarkOf, _counts, _validationContext, cells.Span, cell => hidden[cell]).Kept());
            }
            return ValueEntries.Join(parts);
        }
        finally
        {
            foreach (var part in parts) part.Dispose();
        }
    }

    /// <summary>Trains once on every cell, thinned and masked anew, in random order, and measures the validation loss on some cells.</summary>
    public EpochRecord RunEpoch(int epoch, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var started = Stopwatch.GetTimestamp();
        _random.Shuffle(_order.AsSpan());
        Step.Network.train();
        using var data = Draw(epoch, cancellation);
        using var sums = zeros(2, device: _device);
        var batches = 0;
        foreach (var cells in Batches(_order))
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            sums.Add(Step.Run(data.Prepare(cells.Span)));
            batches++;
        }
        var value = Value.RunEpoch(MaskedEntries(epoch, cancellation), cancellation);
        using var read = sums.cpu();
        var means = read.data<float>().ToArray().Select(sum => (double)sum / batches).ToArray();
        var validation = Validate(_sample, cancellation);
        var unit = (double)ContextOutput.ZRange;
        return new EpochRecord(epoch, means[0] + value.Loss, value.Mse, value.Mae, means[1],
            _options.MseWeight * validation.MseOfZ / (unit * unit) + _options.MaeWeight * validation.MaeOfZ / unit,
            _order.Length / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Scores the validation entries of all cells.</summary>
    public ValidationScore Validate(CancellationToken cancellation) => Validate(_order, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _validationChannels.Dispose();
        Value.Dispose();
        Step.Dispose();
    }

    private ValidationScore Validate(int[] rows, CancellationToken cancellation)
    {
        Step.Network.eval();
        using var noGradient = no_grad();
        var score = new ValidationScore();
        foreach (var cells in Batches(rows))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var asked = _batch.Entries(_validationChannels, _withoutValidation, _landmarkOf, _counts, _validationContext, cells.Span, cell => _validation.EntriesOf(cell));
            var output = Step.Network.Value.OfEntries(asked.Channels, asked.Pixels);
            var pixel = Managed(ContextOutput.Pixel(output.select(0, 0)));
            var deviation = Managed(ContextOutput.BoundedLogDeviation(output.select(0, 1)).exp());
            var next = 0;
            foreach (var cell in cells.Span)
                foreach (var entry in _validation.EntriesOf(cell))
                {
                    var gene = _counts.Genes[entry];
                    var (m, s) = (_validationContext.Mean[gene], _validationContext.Deviation[gene]);
                    var value = Math.Max(0, (pixel[next] - 0.5f) * ContextOutput.ZRange * s + m);
                    var truth = LibrarySize.Log1pCp10k(_counts.Values[entry], _withoutValidation.Libraries[cell]);
                    score.Add(value - truth, deviation[next++] * s, s);
                }
        }
        return score;
    }

    private static float[] Managed(Tensor values) => values.cpu().contiguous().data<float>().ToArray();

    /// <summary>Batches of about equal size.</summary>
    private IEnumerable<Memory<int>> Batches(int[] rows)
    {
        var batches = (rows.Length + _options.BatchSize - 1) / _options.BatchSize;
        for (var batch = 0; batch < batches; batch++)
        {
            var (start, end) = ((int)((long)rows.Length * batch / batches), (int)((long)rows.Length * (batch + 1) / batches));
            yield return rows.AsMemory(start, end - start);
        }
    }
}
