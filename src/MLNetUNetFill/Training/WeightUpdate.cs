using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

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
