using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>
/// The exponential moving average of a network's parameters over the training steps, which predicts better than the last step's
/// (Polyak and Juditsky, Acceleration of stochastic approximation by averaging, SIAM J. Control and Optimization 1992).
/// </summary>
/// <param name="parameters">The parameters; not owned.</param>
/// <param name="decay">Share of the average that a step keeps; less at first, so that the start is soon forgotten.</param>
internal sealed class WeightAverage(FlatParameters parameters, double decay) : IDisposable
{
    private readonly Tensor _average = parameters.Values.detach().clone().DetachFromDisposeScope();
    private int _steps;

    /// <summary>Takes in the parameters after a step.</summary>
    public void Add()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var kept = Math.Min(decay, _steps / (_steps + 10.0));
        _steps++;
        _average.Multiply(kept).Add(parameters.Values, 1 - kept);
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
