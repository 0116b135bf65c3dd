using System.Diagnostics;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>The network, its optimiser and its data while they are being trained.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly Device _device;
    private readonly UNetGapFillOptions _options;
    private readonly ValidationSplit _validation;
    private readonly CellBatch _batch;
    private readonly int[] _order;
    private readonly int _batches;
    private SplitMix64 _random;

    public TrainingSession(SparseCells cells, PixelMap pixels, PixelScaling scaling, UNetGapFillOptions options, Device device)
    {
        (_device, _options) = (device, options);
        _validation = new ValidationSplit(cells, options.ValidationFraction, options.Seed);
        if (_validation.Count == 0)
            throw new GapFillException($"The {cells.CellCount} training cells hold {cells.Values.Length} observed entries, too few to set " +
                $"{options.ValidationFraction} of each cell's aside; expected more entries, or a larger ValidationFraction.");
        _order = [.. Enumerable.Range(0, cells.CellCount)];
        _random = new SplitMix64(options.Seed);
        _batches = CountBatches(cells.CellCount, options.BatchSize);
        var images = new CellImages(cells, scaling, pixels);
        var masks = new RandomMask(cells, _validation, options.MaskRate, options.Seed);
        _batch = new CellBatch(images, _validation, masks, pixels, (cells.CellCount + _batches - 1) / _batches);
        // A row of levels sums to 1, whatever it says.
        Step = new PublishedStep(options, pixels.Levels > 1, pixels.Levels > 1 ? 1.0 / pixels.Levels : MeanTarget(cells, scaling), device);
    }

    /// <summary>The network and its training step.</summary>
    public PublishedStep Step { get; }

    /// <summary>A copy of the present weights.</summary>
    public IReadOnlyDictionary<string, WeightTensor> Weights() => UNetWeights.Export(Step.Network);

    /// <summary>Trains once on every cell, in random order, and measures the validation loss.</summary>
    public EpochRecord RunEpoch(int epoch, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var started = Stopwatch.GetTimestamp();
        _random.Shuffle(_order.AsSpan());
        Step.Network.train();
        var training = SumOverBatches(cells =>
        {
            var (batch, entries) = Prepare(epoch, cells);
            return Step.Run(batch, entries);
        }, cancellation);
        Step.Network.eval();
        using var noGradient = no_grad();
        var validation = SumOverBatches(cells =>
        {
            _batch.PaintValidation(cells);
            return Step.Loss(_batch.ToTensors(_device), _validation.Count);
        }, cancellation);
        return new EpochRecord(epoch, training.Total / _batches, training.Mse / _batches, training.Mae / _batches, training.Smoothness / _batches,
            _options.MseWeight * validation.Mse + _options.MaeWeight * validation.Mae, _order.Length / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Makes the tensors of a training step.</summary>
    /// <param name="epoch">1-based.</param>
    /// <param name="cells">Rows of the training matrix.</param>
    public ((Tensor Inputs, Tensor Targets, Tensor Mask) Batch, int Entries) Prepare(int epoch, ReadOnlySpan<int> cells)
    {
        _batch.PaintTraining(epoch, cells);
        return (_batch.ToTensors(_device), _batch.Entries);
    }

    /// <inheritdoc/>
    public void Dispose() => Step.Dispose();

    /// <summary>Batches of about equal size, so that none is left with one cell, of which batch normalisation could learn nothing.</summary>
    private static int CountBatches(int cells, int batchSize) => Math.Max(1, Math.Min((cells + batchSize - 1) / batchSize, cells / 2));

    private double MeanTarget(SparseCells cells, PixelScaling scaling)
    {
        double sum = 0;
        for (var cell = 0; cell < cells.CellCount; cell++)
        {
            var setAside = _validation.EntriesOf(cell);
            for (var position = cells.RowStarts[cell]; position < cells.RowStarts[cell + 1]; position++)
            {
                if (setAside.BinarySearch(position) < 0) sum += scaling.ToPixel(cells.Genes[position], cells.Values[position]);
            }
        }
        return Math.Clamp(sum / (cells.Values.Length - _validation.Count), 0.001, 0.999);
    }

    private (double Total, double Mse, double Mae, double Smoothness) SumOverBatches(BatchStep step, CancellationToken cancellation)
    {
        using var sums = zeros(4, device: _device);
        for (var batch = 0; batch < _batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (start, end) = (Bound(batch), Bound(batch + 1));
            sums.Add(step(_order.AsSpan(start, end - start)).Stacked());
        }
        using var read = sums.cpu();
        var terms = read.data<float>().ToArray();
        return (terms[0], terms[1], terms[2], terms[3]);
    }

    private int Bound(int batch) => (int)((long)_order.Length * batch / _batches);

    private delegate LossTerms BatchStep(ReadOnlySpan<int> cells);
}
