using MLNetUNetFill.Hiding;
using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.Training;

/// <summary>Trains the published network on masked cells, with early stopping.</summary>
internal sealed class PublishedRecipe : ITrainingRecipe
{
    private readonly UNetGapFillOptions _options;
    private readonly ValidationSplit _validation;
    private readonly RandomMask _masks;
    private readonly CellBatch _batch, _validationBatch;
    private readonly int[] _order, _validationOrder;
    private SplitMix64 _random;

    /// <summary>Sets validation entries aside and builds the network.</summary>
    /// <param name="cells">The training matrix.</param>
    /// <param name="pixels">Where each gene lies in the image.</param>
    /// <param name="scaling">Of expression to pixels.</param>
    /// <param name="options">How to train.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="validationCells">Cells to validate on, masked as in training; null sets entries of the training cells aside.</param>
    /// <exception cref="GapFillException">There are too few entries to set any aside.</exception>
    public PublishedRecipe(SparseCells cells, PixelMap pixels, PixelScaling scaling, UNetGapFillOptions options, Device device,
        SparseCells? validationCells = null)
    {
        (Device, _options) = (device, options);
        var setAside = validationCells is null ? ValidationSplit.OfTraining(cells, options) : new ValidationSplit(cells, 0, options.Seed);
        _order = [.. Enumerable.Range(0, cells.CellCount)];
        _random = new SplitMix64(options.Seed);
        var images = new CellImages(cells, scaling, pixels);
        _masks = new RandomMask(cells, setAside, options.MaskRate, options.Seed);
        _batch = new CellBatch(images, setAside, pixels, Batches(_order).Max(cells => cells.Length));
        (_validation, _validationBatch, _validationOrder) = (setAside, _batch, _order);
        if (validationCells is not null)
        {
            _validation = ValidationSplit.OfCells(validationCells, options);
            _validationOrder = [.. Enumerable.Range(0, validationCells.CellCount)];
            _validationBatch = new CellBatch(new CellImages(validationCells, scaling, pixels), _validation, pixels,
                Batches(_validationOrder).Max(cells => cells.Length));
        }
        // The levels of a gene always sum to 1.
        Step = new PublishedStep(options, pixels.Levels > 1, pixels.Levels > 1 ? 1.0 / pixels.Levels : MeanTarget(cells, setAside, scaling),
            device);
    }

    /// <summary>The network, its loss and its optimiser.</summary>
    public PublishedStep Step { get; }

    /// <inheritdoc/>
    public nn.Module Network => Step.Network;

    /// <inheritdoc/>
    public Device Device { get; }

    /// <inheritdoc/>
    public int CellCount => _order.Length;

    /// <inheritdoc/>
    public int Epochs => _options.Epochs;

    /// <inheritdoc/>
    public int? Patience => _options.Patience ?? int.MaxValue;

    /// <inheritdoc/>
    public double LearningRate => _options.LearningRate;

    /// <summary>One phase: every cell once, in random order, with a fresh mask.</summary>
    public IReadOnlyList<TrainingPhase> Prepare(int epoch, CancellationToken cancellation)
    {
        _random.Shuffle(_order.AsSpan());
        return [new(Step.Update, Batches(_order).Select<ReadOnlyMemory<int>, Func<LossTerms>>(cells => () =>
        {
            var (batch, entries) = Prepare(epoch, cells.Span);
            return Step.Loss(batch, entries);
        }))];
    }

    /// <summary>Makes the tensors of a training step.</summary>
    /// <param name="epoch">1-based.</param>
    /// <param name="cells">Rows of the training matrix.</param>
    public ((Tensor Inputs, Tensor Targets, Tensor Mask) Batch, int Entries) Prepare(int epoch, ReadOnlySpan<int> cells)
    {
        _batch.PaintTraining(_masks, epoch, cells);
        return (_batch.ToTensors(Device), _batch.Entries);
    }

    /// <inheritdoc/>
    public double Validate(CancellationToken cancellation)
    {
        // Each batch is divided by the number of all validation entries, so the sum is their mean.
        var sums = TrainingLoop.Sum(Batches(_validationOrder).Select<ReadOnlyMemory<int>, Func<LossTerms>>(cells => () =>
        {
            _validationBatch.PaintValidation(cells.Span);
            return Step.Loss(_validationBatch.ToTensors(Device), _validation.Count);
        }), Device, update: null, cancellation);
        return _options.MseWeight * sums.Mse + _options.MaeWeight * sums.Mae;
    }

    /// <inheritdoc/>
    public void Dispose() => Step.Dispose();

    private IEnumerable<ReadOnlyMemory<int>> Batches(int[] cells) => EqualBatches.Split(cells, _options.BatchSize, fewest: 2);

    private static double MeanTarget(SparseCells cells, ValidationSplit validation, PixelScaling scaling)
    {
        double sum = 0;
        for (var cell = 0; cell < cells.CellCount; cell++)
        {
            var setAside = validation.EntriesOf(cell);
            for (var position = cells.RowStarts[cell]; position < cells.RowStarts[cell + 1]; position++)
            {
                if (setAside.BinarySearch(position) < 0) sum += scaling.ToPixel(cells.Genes[position], cells.Values[position]);
            }
        }
        return Math.Clamp(sum / (cells.Values.Length - validation.Count), 0.001, 0.999);
    }
}

/// <summary>The published network, its loss and its optimiser.</summary>
internal sealed class PublishedStep : IDisposable
{
    private readonly bool _hasLevels;
    private readonly GapFillLoss _loss;

    /// <summary>Builds the network, from <c>torch.manual_seed</c>'s generator, and its optimiser.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="hasLevels">Whether the columns of the image are expression levels.</param>
    /// <param name="meanTarget">Mean pixel of the entries to learn, see <see cref="UNet.StartAt"/>.</param>
    /// <param name="device">Where to train.</param>
    public PublishedStep(UNetGapFillOptions options, bool hasLevels, double meanTarget, Device device)
    {
        _hasLevels = hasLevels;
        _loss = new GapFillLoss(options.MseWeight, options.MaeWeight, options.SmoothnessWeight);
        Network = new UNet(new UNetShape(options.BaseChannels, options.KernelSize, options.DropoutRate));
        Network.StartAt(meanTarget);
        Network.to(device);
        var parameters = new FlatParameters([.. Network.parameters()]);
        Update = new WeightUpdate(parameters, new AdamOptimizer(parameters), _ => options.LearningRate);
    }

    /// <summary>The network.</summary>
    public UNet Network { get; }

    /// <summary>Changes its weights.</summary>
    public WeightUpdate Update { get; }

    /// <summary>The loss of one batch.</summary>
    /// <param name="batch">Images, true pixels and mask, each <c>[N, 1, H, W]</c>.</param>
    /// <param name="entries">Number of masked entries.</param>
    public LossTerms Loss((Tensor Inputs, Tensor Targets, Tensor Mask) batch, int entries)
    {
        var image = Network.call(batch.Inputs);
        return _loss.Compute(image, _hasLevels ? ExpectedLevel.Read(image) : image, batch.Targets, batch.Mask, entries);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Update.Dispose();
        Network.Dispose();
    }
}
