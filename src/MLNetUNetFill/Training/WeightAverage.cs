using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>
/// The exponential moving average of a network's parameters over the training steps, which predicts better than the last step's
/// (Polyak and Juditsky, Acceleration of stochastic approximation by averaging, SIAM J. Control and Optimization 1992).
/// </summary>
/// <param name="parameters">The parameters.</param>
/// <param name="decay">Share of the average that a step keeps; less at first, so that the start is soon forgotten.</param>
internal sealed class WeightAverage(IReadOnlyList<Parameter> parameters, double decay) : IDisposable
{
    // One tensor for all: three operations a step instead of three a parameter.
    private readonly Tensor _average = Copy(parameters).DetachFromDisposeScope();
    private int _steps;

    /// <summary>Takes in the parameters after a step.</summary>
    public void Add()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var kept = Math.Min(decay, _steps / (_steps + 10.0));
        _steps++;
        _average.mul_(kept).add_(Flat(parameters) * (1 - kept));
    }

    /// <summary>Sets the parameters to their averages.</summary>
    public void Apply()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        long start = 0;
        foreach (var parameter in parameters)
        {
            var count = parameter.numel();
            parameter.copy_(_average.narrow(0, start, count).reshape(parameter.shape));
            start += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _average.Dispose();

    private static Tensor Copy(IEnumerable<Parameter> parameters)
    {
        using var flat = Flat(parameters);
        return flat.clone();
    }

    // Must not be written to: of a single parameter this is a view, not a copy.
    private static Tensor Flat(IEnumerable<Parameter> parameters)
    {
        using var noGradient = no_grad();
        return cat([.. parameters.Select(parameter => parameter.reshape(-1))], 0);
    }
}
