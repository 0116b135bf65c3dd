namespace MLNetUNetFill.Training;

/// <summary>An optimiser of <see cref="FlatParameters"/>.</summary>
internal interface IOptimizer : IDisposable
{
    /// <summary>Changes the parameters by one step.</summary>
    void Step(double learningRate);
}

/// <summary>Changes parameters by the gradient of a loss.</summary>
/// <param name="parameters">The parameters; owned.</param>
/// <param name="optimizer">Their optimiser; owned.</param>
/// <param name="learningRate">Learning rate of a step, 0-based.</param>
internal sealed class WeightUpdate(FlatParameters parameters, IOptimizer optimizer, Func<int, double> learningRate) : IDisposable
{
    private int _steps;

    /// <summary>Limits the gradients; null leaves them as they are.</summary>
    public Action<FlatParameters>? LimitGradients { get; init; }

    /// <summary>Averages the parameters over the steps; owned. Null for none.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>Makes a step.</summary>
    /// <param name="loss">A scalar.</param>
    public void Apply(Tensor loss)
    {
        parameters.ZeroGradients();
        loss.backward();
        LimitGradients?.Invoke(parameters);
        optimizer.Step(learningRate(_steps++));
        Average?.Add();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Average?.Dispose();
        optimizer.Dispose();
        parameters.Dispose();
    }
}

/// <summary>
/// The exponential moving average of a network's parameters over the training steps, which predicts better than the last step's
/// (Polyak and Juditsky, Acceleration of stochastic approximation by averaging, SIAM J. Control and Optimization 1992).
/// </summary>
/// <param name="parameters">The parameters; not owned.</param>
/// <param name="decay">Weight of the old average in a step; less in the first steps, so that the initial weights soon count for
/// nothing.</param>
internal sealed class WeightAverage(FlatParameters parameters, double decay) : IDisposable
{
    private readonly Tensor _average = parameters.Values.detach().clone().DetachFromDisposeScope();
    private int _steps;

    /// <summary>Takes in the parameters after a step.</summary>
    public void Add()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weight = Math.Min(decay, _steps / (_steps + 10.0));
        _steps++;
        _average.Multiply(weight).Add(parameters.Values, 1 - weight);
    }

    /// <summary>Sets the parameters to their averages.</summary>
    public void Apply()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        parameters.Values.copy_(_average);
    }

    /// <inheritdoc/>
    public void Dispose() => _average.Dispose();
}

/// <summary>Adam (Kingma and Ba, Adam: A method for stochastic optimization, ICLR 2015) with PyTorch's defaults, over one vector of
/// parameters.</summary>
/// <param name="parameters">The parameters and their gradients; not owned.</param>
/// <param name="fast">How many of the last parameter's numbers learn faster, the first ones.</param>
/// <param name="factor">How many times as fast they learn.</param>
internal sealed class AdamOptimizer(FlatParameters parameters, long fast = 0, double factor = 1) : IOptimizer
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly Tensor _mean = zeros_like(parameters.Values).DetachFromDisposeScope();
    private readonly Tensor _square = zeros_like(parameters.Values).DetachFromDisposeScope();
    private readonly Scalar _beta1 = Beta1.ToScalar(), _beta2 = Beta2.ToScalar(),
        _rest1 = (1 - Beta1).ToScalar(), _rest2 = (1 - Beta2).ToScalar();
    private int _steps;

    /// <inheritdoc/>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _steps++;
        var gradients = parameters.Gradients;
        _mean.mul_(_beta1).add_(gradients, _rest1);
        _square.mul_(_beta2).addcmul_(gradients, gradients, _rest2);
        // The second bias correction is moved from the mean square into the step's length and epsilon: both are numbers, not tensors.
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, _steps));
        var denominator = _square.sqrt().Add(Epsilon * correction);
        using var step = (-learningRate * correction / (1 - Math.Pow(Beta1, _steps))).ToScalar();
        parameters.Values.addcdiv_(_mean, denominator, step);
        if (fast == 0) return;
        using var more = (-learningRate * (factor - 1) * correction / (1 - Math.Pow(Beta1, _steps))).ToScalar();
        Last(parameters.Values).addcdiv_(Last(_mean), Last(denominator), more);
    }

    private Tensor Last(Tensor vector) => vector.narrow(0, parameters.LastStart, fast);

    /// <inheritdoc/>
    public void Dispose()
    {
        _mean.Dispose();
        _square.Dispose();
        foreach (var scalar in (Scalar[])[_beta1, _beta2, _rest1, _rest2]) scalar.Dispose();
    }
}
