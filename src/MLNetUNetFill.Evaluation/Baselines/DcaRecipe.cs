using MLNetUNetFill.Devices;
using MLNetUNetFill.Networks;
using MLNetUNetFill.Training;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>Trains DCA's network and applies it. One thread at a time, inside a <see cref="TorchProcess"/>.</summary>
internal sealed class DcaRecipe : ITrainingRecipe
{
    private const double ValidationShare = 0.1;
    private const double LeastFraction = 0.5;
    private const double MostFraction = 0.9;
    private const double LeastGain = 1e-4;
    private const double RateReduction = 0.1;

    private readonly DcaData _data;
    private readonly DcaBaseline _options;
    private readonly DcaNetwork _network;
    private readonly WeightUpdate _update;
    private readonly int[] _training;
    private readonly int[] _validation;
    private double _learningRate;
    private double _bestLoss = double.PositiveInfinity;
    private int _epochsSinceBest;
    private SplitMix64 _random;

    public DcaRecipe(DcaData data, DcaBaseline options)
    {
        (_data, _options, _random) = (data, options, new SplitMix64(options.Seed));
        manual_seed(options.Seed);
        _network = new DcaNetwork(data.Counts.GeneCount);
        _learningRate = options.LearningRate;
        var parameters = new FlatParameters([.. _network.parameters()]);
        _update = new WeightUpdate(parameters, new RmsPropOptimizer(parameters), _ => _learningRate)
        {
            LimitGradients = gradients => gradients.ClipValues(options.GradientLimit),
        };
        int[] order = [.. Enumerable.Range(0, data.Counts.CellCount)];
        _random.Shuffle(order.AsSpan());
        var validation = Math.Max(1, (int)Math.Round(ValidationShare * order.Length));
        (_validation, _training) = (order[..validation], order[validation..]);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public nn.Module Network => _network;

    /// <inheritdoc/>
    public Device Device => CPU;

    /// <inheritdoc/>
    public int CellCount => _training.Length;

    /// <inheritdoc/>
    public int Epochs => _options.Epochs;

    /// <inheritdoc/>
    public int? Patience => _options.Patience;

    /// <inheritdoc/>
    public double LearningRate => _options.LearningRate;

    /// <inheritdoc/>
    public IReadOnlyList<TrainingPhase> Prepare(int epoch, CancellationToken cancellation)
    {
        var fraction = LeastFraction + (MostFraction - LeastFraction) * _random.NextDouble();
        _random.Shuffle(_training.AsSpan());
        return [new(_update, Losses(_training, (cell, input, target) => Read(cell, fraction, epoch, input, target)))];
    }

    /// <inheritdoc/>
    public double Validate(CancellationToken cancellation)
    {
        // The validation cells are thinned alike in every epoch, so that their losses can be compared.
        const double fraction = (LeastFraction + MostFraction) / 2;
        var losses = Losses(_validation, (cell, input, target) => Read(cell, fraction, 0, input, target));
        var sums = TrainingLoop.Sum(losses, Device, update: null, cancellation);
        return sums.Total / Math.Max(1, sums.Batches);
    }

    /// <summary>Reduces the learning rate if the validation loss has not fallen for some epochs.</summary>
    public void EndEpoch(double validationLoss)
    {
        if (validationLoss < _bestLoss - LeastGain) (_bestLoss, _epochsSinceBest) = (validationLoss, 0);
        else if (++_epochsSinceBest >= _options.RatePatience)
        {
            _learningRate *= RateReduction;
            _epochsSinceBest = 0;
        }
    }

    /// <summary>The mean and the detection probability of every entry of whole cells, with the weights of the last epoch, as
    /// published.</summary>
    /// <param name="mean">Gets the means at the median library size, cells x genes.</param>
    /// <param name="detection">Gets the probability of a count above 0 at the cell's own library size.</param>
    /// <param name="cancellation">Checked in every batch.</param>
    public void Apply(float[] mean, float[] detection, CancellationToken cancellation)
    {
        _network.eval();
        using var noGradient = no_grad();
        var next = 0;
        foreach (var cells in Batches([.. Enumerable.Range(0, _data.Counts.CellCount)]))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (inputs, _, sizeFactors) = ToTensors(cells.Span, _data.Whole);
            var (means, dispersions) = _network.call(inputs);
            var zero = ((means * sizeFactors / dispersions).log1p().neg() * dispersions).exp();
            means.data<float>().CopyTo(mean.AsSpan(next, (int)means.numel()));
            zero.neg().Plus(1).data<float>().CopyTo(detection.AsSpan(next, (int)means.numel()));
            next += (int)means.numel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _update.Dispose();
        _network.Dispose();
    }

    private float Read(int cell, double fraction, int epoch, Span<float> input, Span<float> target) => _options.ThinningTraining
        ? _data.Thinned(cell, fraction, new SplitMix64(_options.Seed, epoch, cell), input, target)
        : _data.Whole(cell, input, target);

    private IEnumerable<ReadOnlyMemory<int>> Batches(int[] cells) => EqualBatches.Split(cells, _options.BatchSize, fewest: 2);

    private IEnumerable<Func<LossTerms>> Losses(int[] cells, CellReader read) =>
        Batches(cells).Select<ReadOnlyMemory<int>, Func<LossTerms>>(batch => () => Loss(batch.Span, read));

    private LossTerms Loss(ReadOnlySpan<int> cells, CellReader read)
    {
        var (inputs, counts, sizeFactors) = ToTensors(cells, read);
        var (mean, dispersion) = _network.call(inputs);
        // If all molecules of a thinned cell are in the input, its size factor is 0; the likelihood limits the means from below.
        var loss = Likelihoods.NegativeBinomial(mean * sizeFactors, counts, dispersion).mean();
        var none = zeros_like(loss);
        return new LossTerms(loss, none, none, none);
    }

    private (Tensor Inputs, Tensor Counts, Tensor SizeFactors) ToTensors(ReadOnlySpan<int> cells, CellReader read)
    {
        var genes = _data.Counts.GeneCount;
        var (inputs, targets, sizeFactors) = (new float[cells.Length * genes], new float[cells.Length * genes], new float[cells.Length]);
        for (var i = 0; i < cells.Length; i++)
            sizeFactors[i] = read(cells[i], inputs.AsSpan(i * genes, genes), targets.AsSpan(i * genes, genes));
        return (inputs.ToTensor(cells.Length, genes), targets.ToTensor(cells.Length, genes), sizeFactors.ToTensor(cells.Length, 1));
    }

    private delegate float CellReader(int cell, Span<float> input, Span<float> target);
}
