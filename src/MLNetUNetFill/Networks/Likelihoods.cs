using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Networks;

/// <summary>Negative log-likelihoods.</summary>
internal static class Likelihoods
{
    /// <summary>
    /// -ln NB(target; mean, theta) without ln t!, which no prediction changes; the same shape as the mean:
    /// ln G(theta) - ln G(t + theta) + (theta + t) ln(theta + m) - theta ln(theta) - t ln(m).
    /// </summary>
    /// <param name="mean">m, limited to 1e-9 to 1e9.</param>
    /// <param name="target">t, counts.</param>
    /// <param name="theta">Dispersion, broadcast.</param>
    public static Tensor NegativeBinomial(Tensor mean, Tensor target, Tensor theta)
    {
        var bounded = mean.Within(1e-9, 1e9);
        var total = theta.Plus(target);
        return (theta.lgamma() - total.lgamma()).Plus(total * theta.Plus(bounded).log()) - theta * theta.log() - target * bounded.log();
    }

    /// <summary>-ln N(residual; 0, exp(logDeviation)) without its constant.</summary>
    public static Tensor Gaussian(Tensor residual, Tensor logDeviation) =>
        logDeviation.Plus((residual * logDeviation.neg().exp()).Squared().Times(0.5));
}
