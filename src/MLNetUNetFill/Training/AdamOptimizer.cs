using MLNetUNetFill.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

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
