namespace MLNetUNetFill.Networks;

/// <summary>
/// What the outputs of <see cref="ContextUNet"/> mean. All tensors but the gene vectors are <c>[N, G]</c>.
/// The rate is the posterior mean of SAVER (Huang et al., SAVER: gene expression recovery for single-cell RNA sequencing, Nature Methods
/// 2018) with the network as its prior: the share of a gene is Gamma distributed around mu with shape theta, the count y of a cell of
/// library size L is Poisson, so that the share given y has the shape theta + y and the mean (theta + y) / (theta / mu + L). A high count
/// determines the mean by itself; for a low count, mu does.
/// </summary>
internal static class ContextOutput
{
    /// <summary>Output channel that corrects the logarithm of the prior share.</summary>
    public const int Rate = 0;

    /// <summary>Output channel that corrects the logarithm of the prior's shape.</summary>
    public const int Shape = 1;

    /// <summary>Output channel of the value if expressed.</summary>
    public const int Value = 2;

    /// <summary>Output channel of the logarithm of the value's standard deviation.</summary>
    public const int LogDeviation = 3;

    /// <summary>Bounds of the logarithm of the prior share.</summary>
    public const float LeastLogShare = -25, MostLogShare = 3;

    /// <summary>Bounds of the logarithm of the prior's shape.</summary>
    public const float LeastLogShape = -8, MostLogShape = 12;

    /// <summary>A value's z runs from -5 to 5.</summary>
    public const float ZRange = 10;

    /// <summary>The prior share mu.</summary>
    /// <param name="output">Output <see cref="Rate"/>.</param>
    /// <param name="logBase">The logarithm that the output corrects: ln f + NeighbourRate50.</param>
    public static Tensor PriorShare(Tensor output, Tensor logBase) => output.Plus(logBase).Within(LeastLogShare, MostLogShare).exp();

    /// <summary>The shape theta of the prior.</summary>
    /// <param name="output">Output <see cref="Shape"/>.</param>
    /// <param name="logTheta">Its logarithm for every gene, which the output corrects.</param>
    public static Tensor PriorShape(Tensor output, Tensor logTheta) => output.Plus(logTheta).Within(LeastLogShape, MostLogShape).exp();

    /// <summary>The posterior of the share.</summary>
    /// <param name="share">mu.</param>
    /// <param name="shape">theta.</param>
    /// <param name="counts">y, the counts of the cell.</param>
    /// <param name="library">L, their library size.</param>
    /// <returns>Its shape r = theta + y, and q = mu L / (theta + mu L): its mean is r q / L, and the counts of another part of the cell
    /// with library size L' are negative binomial with mean r q L' / L and dispersion r.</returns>
    public static (Tensor Shape, Tensor Odds) Posterior(Tensor share, Tensor shape, Tensor counts, Tensor library)
    {
        var expected = share * library;
        return (shape.Plus(counts), expected / shape.Plus(expected));
    }

    /// <summary>The value's place between the two ends of its range, in (0, 1).</summary>
    /// <param name="output">Output <see cref="Value"/>.</param>
    public static Tensor Pixel(Tensor output) => output.sigmoid();

    /// <summary>Logarithm of the standard deviation of z, kept where its exponential is harmless.</summary>
    /// <param name="output">Output <see cref="LogDeviation"/>.</param>
    public static Tensor BoundedLogDeviation(Tensor output) => output.Within(-4, 3);
}
