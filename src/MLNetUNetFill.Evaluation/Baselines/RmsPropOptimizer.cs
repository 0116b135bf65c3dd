using MLNetUNetFill.Training;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>RMSprop with Keras's constants (Tieleman and Hinton, Lecture 6.5, COURSERA: Neural Networks for Machine Learning, 2012), over
/// one vector of parameters.</summary>
/// <param name="parameters">The parameters and their gradients; not owned.</param>
internal sealed class RmsPropOptimizer(FlatParameters parameters) : IOptimizer
{
    private const double Decay = 0.9, Epsilon = 1e-7;

    private readonly Tensor _square = zeros_like(parameters.Values).DetachFromDisposeScope();
    private readonly Scalar _decay = Decay.ToScalar(), _rest = (1 - Decay).ToScalar();

    /// <inheritdoc/>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var gradients = parameters.Gradients;
        _square.mul_(_decay).addcmul_(gradients, gradients, _rest);
        using var step = (-learningRate).ToScalar();
        parameters.Values.addcdiv_(gradients, _square.sqrt().Add(Epsilon), step);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _square.Dispose();
        _decay.Dispose();
        _rest.Dispose();
    }
}
