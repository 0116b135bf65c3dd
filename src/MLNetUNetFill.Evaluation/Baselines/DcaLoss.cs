using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>The negative log-likelihood of counts under negative binomials.</summary>
internal static class DcaLoss
{
    /// <summary>
    /// Mean over all entries, without the term <c>ln y!</c>, which nothing can change:
    /// <c>(theta + y) ln(1 + mu / theta) + ln G(theta) - ln G(y + theta) + y (ln theta - ln mu)</c>.
    /// </summary>
    /// <param name="counts">y, <c>[N, G]</c>.</param>
    /// <param name="mean">mu, above 0.</param>
    /// <param name="dispersion">theta, above 0.</param>
    public static Tensor Of(Tensor counts, Tensor mean, Tensor dispersion)
    {
        var everywhere = dispersion.Plus(counts) * (mean / dispersion).log1p();
        // All but the first term vanish where the count is 0: at nine entries in ten.
        var isPositive = counts.IsAbove(0);
        var (y, mu, theta) = (counts.masked_select(isPositive), mean.masked_select(isPositive), dispersion.masked_select(isPositive));
        var whereCounted = (theta.lgamma() - y.Plus(theta).lgamma()).Plus(y * (theta.log() - mu.log()));
        return everywhere.sum().Plus(whereCounted.sum()).Over(counts.numel());
    }
}
