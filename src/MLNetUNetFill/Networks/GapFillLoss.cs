using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

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
    /// <param name="output">The network's output, <c>[N, 1, H, W]</c>.</param>
    /// <param name="target">The true pixels at the masked entries, anything elsewhere.</param>
    /// <param name="mask">1 at the masked entries, else 0.</param>
    /// <param name="maskedEntries">How many entries are masked: known to the caller, so that no one waits for the device to count.
    /// A batch without any has no error.</param>
    public LossTerms Of(Tensor output, Tensor target, Tensor mask, int maskedEntries) => Of(output, output, target, mask, maskedEntries);

    /// <summary>The loss of one batch whose values are not the pixels of the image itself, but read from it.</summary>
    /// <param name="image">The network's output, <c>[N, 1, H, W]</c>: what is to be smooth.</param>
    /// <param name="values">What it says, in the shape of <paramref name="target"/>.</param>
    /// <param name="target">The true values at the masked entries, anything elsewhere.</param>
    /// <param name="mask">1 at the masked entries, else 0.</param>
    /// <param name="maskedEntries">How many entries are masked.</param>
    public LossTerms Of(Tensor image, Tensor values, Tensor target, Tensor mask, int maskedEntries)
    {
        var error = (values - target) * mask;
        double entries = Math.Max(1, maskedEntries);
        var mse = error.Squared().sum().Over(entries);
        var mae = error.abs().sum().Over(entries);
        var smoothness = Smoothness(image);
        return new LossTerms(mse.Times(MseWeight).Plus(mae.Times(MaeWeight)).Plus(smoothness.Times(SmoothnessWeight)), mse, mae, smoothness);
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
