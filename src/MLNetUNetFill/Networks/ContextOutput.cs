using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Networks;

/// <summary>
/// What the outputs of <see cref="ContextUNet"/> mean. All tensors but the gene vectors are <c>[N, G]</c>.
/// The negative binomial with mean mu L and dispersion theta is that of Eraslan et al., DCA, Nature Communications 2019.
/// </summary>
internal static class ContextOutput
{
    /// <summary>Output channel of the rate.</summary>
    public const int Rate = 0;

    /// <summary>Output channel of the value if expressed.</summary>
    public const int Value = 1;

    /// <summary>Output channel of the logarithm of the value's standard deviation.</summary>
    public const int LogDeviation = 2;

    /// <summary>A value's z runs from -5 to 5.</summary>
    public const float ZRange = 10;

    /// <summary>The expected share mu of a cell's counts.</summary>
    /// <param name="output">Output <see cref="Rate"/>.</param>
    /// <param name="logBase">The logarithm that the output corrects: ln f + NeighbourRate50.</param>
    public static Tensor ExpectedRate(Tensor output, Tensor logBase) => output.Plus(logBase).Within(-25, 3).exp();

    /// <summary>The value's place between the two ends of its range, in (0, 1).</summary>
    /// <param name="output">Output <see cref="Value"/>.</param>
    public static Tensor Pixel(Tensor output) => output.sigmoid();

    /// <summary>The value if expressed, log1p CP10k.</summary>
    /// <param name="output">Output <see cref="Value"/>.</param>
    /// <param name="mean">m of every gene, <c>[G]</c>.</param>
    /// <param name="deviation">s of every gene, <c>[G]</c>.</param>
    public static Tensor ValueIfExpressed(Tensor output, Tensor mean, Tensor deviation) =>
        (Pixel(output).Minus(0.5).Times(ZRange) * deviation).Plus(mean).AtLeast(0);

    /// <summary>Logarithm of the standard deviation of z, kept where its exponential is harmless.</summary>
    /// <param name="output">Output <see cref="LogDeviation"/>.</param>
    public static Tensor BoundedLogDeviation(Tensor output) => output.Within(-4, 3);

    /// <summary>The dispersion theta.</summary>
    /// <param name="logTheta">Its logarithm as learned.</param>
    public static Tensor Dispersion(Tensor logTheta) => logTheta.Within(-4, 6).exp();

    /// <summary>1 - the negative binomial's probability of a zero.</summary>
    /// <param name="mean">mu L.</param>
    /// <param name="theta">Dispersion of every gene.</param>
    public static Tensor DetectionProbability(Tensor mean, Tensor theta) => ((mean / theta).log1p().neg() * theta).exp().neg().Plus(1);
}
