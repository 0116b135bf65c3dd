using MLNetUNetFill.Devices;
using MLNetUNetFill.Numerics;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>Trains DCA's network and applies it. One thread at a time, inside a <see cref="TorchProcess"/>.</summary>
internal sealed class DcaTrainer : IDisposable
{
    private const double ValidationShare = 0.1;
    private const double LeastFraction = 0.5;
    private const double MostFraction = 0.9;
    private const double LeastGain = 1e-4;
    private const double RateReduction = 0.1;

    private readonly DcaData _data;
    private readonly DcaBaseline _options;
    private readonly DcaNetwork _network;
    private readonly FlatParameters _parameters;
    private readonly RmsPropOptimizer _optimizer;
    private readonly int[] _training;
    private readonly int[] _validation;
    private double _learningRate;
    private SplitMix64 _random;

    public DcaTrainer(DcaData data, DcaBaseline options)
    {
        (_data, _options, _random) = (data, options, new SplitMix64(options.Seed));
        manual_seed(options.Seed);
        _network = new DcaNetwork(data.Counts.GeneCount);
        _parameters = new FlatParameters([.. _network.parameters()]);
        _optimizer = new RmsPropOptimizer(_parameters);
        _learningRate = options.LearningRate;
        int[] order = [.. Enumerable.Range(0, data.Counts.CellCount)];
        _random.Shuffle(order.AsSpan());
        var validation = Math.Max(1, (int)Math.Round(ValidationShare * order.Length));
        (_validation, _training) = (order[..validation], order[validation..]);
    }

    /// <summary>Trains until the validation loss has not fallen for long enough.</summary>
    public void Train(CancellationToken cancellation)
    {
        var stopping = new EarlyStopping(_options.Patience);
        var (best, waited) = (double.PositiveInfinity, 0);
        for (var epoch = 1; epoch <= _options.Epochs && !stopping.IsOver; epoch++)
        {
            var fraction = LeastFraction + (MostFraction - LeastFraction) * _random.NextDouble();
            _random.Shuffle(_training.AsSpan());
            _network.train();
            SumOverBatches(_training, (cell, input, target) => Read(cell, fraction, epoch, input, target), Step, cancellation);

            _network.eval();
            using var noGradient = no_grad();
            // The validation cells are thinned alike in every epoch, so that their losses can be compared.
            var loss = SumOverBatches(_validation, (cell, input, target) => Read(cell, (LeastFraction + MostFraction) / 2, 0, input, target), Loss, cancellation);
            if (!double.IsFinite(loss)) throw new GapFillException($"{_options.Name} diverged in epoch {epoch}: the validation loss is {loss}; expected a finite number.");
            stopping.Improves(loss);
            if (loss < best - LeastGain) (best, waited) = (loss, 0);
            else if (++waited >= _options.RatePatience)
            {
                _learningRate *= RateReduction;
                waited = 0;
            }
        }
    }

    /// <summary>The mean and the dispersion that the network gives for every entry of whole cells.</summary>
    /// <param name="mean">Gets the means at the median library size, cells x genes.</param>
    /// <param name="detection">Gets the probability of a count above 0 at the cell's own library size.</param>
    /// <param name="cancellation">Checked in every batch.</param>
    public void Apply(float[] mean, float[] detection, CancellationToken cancellation)
    {
        _network.eval();
        using var noGradient = no_grad();
        var (next, genes) = (0, _data.Counts.GeneCount);
        SumOverBatches([.. Enumerable.Range(0, _data.Counts.CellCount)], _data.Whole, (inputs, counts, sizeFactors) =>
        {
            var (means, dispersions) = _network.call(inputs);
            var zero = ((means * sizeFactors / dispersions).log1p().neg() * dispersions).exp();
            means.data<float>().CopyTo(mean.AsSpan(next, (int)means.numel()));
            zero.neg().Plus(1).data<float>().CopyTo(detection.AsSpan(next, (int)means.numel()));
            next += (int)means.numel();
            return zeros(1);
        }, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
        _network.Dispose();
    }

    private float Read(int cell, double fraction, int epoch, Span<float> input, Span<float> target) => _options.ThinningTraining
        ? _data.Thinned(cell, fraction, new SplitMix64(_options.Seed, epoch, cell), input, target)
        : _data.Whole(cell, input, target);

    private Tensor Step(Tensor inputs, Tensor counts, Tensor sizeFactors)
    {
        var loss = Loss(inputs, counts, sizeFactors);
        _parameters.ZeroGradients();
        loss.backward();
        _parameters.ClipValues(_options.GradientLimit);
        _optimizer.Step(_learningRate);
        return loss.detach();
    }

    private Tensor Loss(Tensor inputs, Tensor counts, Tensor sizeFactors)
    {
        var (mean, dispersion) = _network.call(inputs);
        // A thinned cell whose every molecule was seen has the size factor 0, and nothing to learn from.
        return DcaLoss.Of(counts, (mean * sizeFactors).AtLeast(1e-8), dispersion);
    }

    /// <summary>The mean of a batch's result over all batches, which are about equally large: none is left with one cell to normalise.</summary>
    private double SumOverBatches(int[] cells, CellReader read, BatchStep step, CancellationToken cancellation)
    {
        var (genes, batches) = (_data.Counts.GeneCount, Math.Max(1, Math.Min((cells.Length + _options.BatchSize - 1) / _options.BatchSize, cells.Length / 2)));
        double sum = 0;
        for (var batch = 0; batch < batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (start, end) = ((int)((long)cells.Length * batch / batches), (int)((long)cells.Length * (batch + 1) / batches));
            var (inputs, targets, sizeFactors) = (new float[(end - start) * genes], new float[(end - start) * genes], new float[end - start]);
            for (var i = 0; i < end - start; i++)
                sizeFactors[i] = read(cells[start + i], inputs.AsSpan(i * genes, genes), targets.AsSpan(i * genes, genes));
            sum += step(tensor(inputs, [end - start, genes]), tensor(targets, [end - start, genes]), tensor(sizeFactors, [end - start, 1])).item<float>();
        }
        return sum / batches;
    }

    private delegate float CellReader(int cell, Span<float> input, Span<float> target);

    private delegate Tensor BatchStep(Tensor inputs, Tensor counts, Tensor sizeFactors);
}
