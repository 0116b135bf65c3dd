using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Networks;

/// <summary>
/// alpha * MSE + beta * MAE on the masked entries + gamma * smoothness, where smoothness is the mean absolute difference over all
/// pairs of horizontally or vertically neighbouring output pixels (anisotropic total variation; Rudin, Osher and Fatemi, 1992).
/// </summary>
/// <param name="MseWeight">alpha.</param>
/// <param name="MaeWeight">beta.</param>
/// <param name="SmoothnessWeight">gamma.</param>
internal sealed record GapFillLoss(float MseWeight, float MaeWeight, float SmoothnessWeight)
{
    /// <summary>The loss of one batch.</summary>
    /// <param name="image">The network's output, <c>[N, 1, H, W]</c>, whose smoothness counts.</param>
    /// <param name="values">The values read from it, in the shape of <paramref name="target"/>: the image itself, but for expression
    /// levels.</param>
    /// <param name="target">The true values at the masked entries, anything elsewhere.</param>
    /// <param name="mask">1 at the masked entries, else 0.</param>
    /// <param name="maskedEntries">How many entries are masked: the caller knows, so nothing waits for the device to count.
    /// A batch without any has the error 0.</param>
    public LossTerms Compute(Tensor image, Tensor values, Tensor target, Tensor mask, int maskedEntries)
    {
        var error = (values - target) * mask;
        double entries = Math.Max(1, maskedEntries);
        var mse = error.Squared().sum().Over(entries);
        var mae = error.abs().sum().Over(entries);
        var smoothness = Smoothness(image);
        var total = mse.Times(MseWeight).Plus(mae.Times(MaeWeight)).Plus(smoothness.Times(SmoothnessWeight));
        return new LossTerms(total, mse, mae, smoothness);
    }

    /// <summary>Mean absolute difference of neighbouring pixels.</summary>
    /// <param name="image"><c>[N, 1, H, W]</c>.</param>
    public static Tensor Smoothness(Tensor image)
    {
        var (n, height, width) = (image.shape[0], image.shape[2], image.shape[3]);
        var down = image.narrow(2, 1, height - 1) - image.narrow(2, 0, height - 1);
        var across = image.narrow(3, 1, width - 1) - image.narrow(3, 0, width - 1);
        double pairs = n * ((height - 1) * width + height * (width - 1));
        return down.abs().sum().Plus(across.abs().sum()).Over(pairs);
    }
}

/// <summary>The loss of one batch and its terms before weighting, each a scalar tensor on the network's device.</summary>
/// <param name="Total">alpha * MSE + beta * MAE + gamma * smoothness.</param>
/// <param name="Mse">Mean squared error on the masked entries.</param>
/// <param name="Mae">Mean absolute error on the masked entries.</param>
/// <param name="Smoothness">Mean absolute difference of neighbouring output pixels.</param>
internal readonly record struct LossTerms(Tensor Total, Tensor Mse, Tensor Mae, Tensor Smoothness)
{
    /// <summary>The four terms as one tensor <c>[4]</c>, without gradients, to be summed without waiting for the device.</summary>
    public Tensor Stacked() => stack([Total, Mse, Mae, Smoothness]).detach();
}

/// <summary>Reads genes from an image of <see cref="GeneLayout.GeneByLevel"/>: each row, divided by its sum, is a distribution over the
/// levels.</summary>
internal static class ExpectedLevel
{
    /// <summary>The expected level of every row.</summary>
    /// <param name="image">The network's output, <c>[N, 1, genes, levels]</c>, above 0.</param>
    /// <returns><c>[N, 1, genes, 1]</c>, in [0, 1].</returns>
    public static Tensor Read(Tensor image)
    {
        var centres = ExpressionLevels.Centres((int)image.shape[3]).ToTensor().to(image.device);
        return (image * centres).sum(dim: 3, keepdim: true) / image.sum(dim: 3, keepdim: true);
    }
}

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
