using MLNetUNetFill.Imaging;
using static TorchSharp.torch;

namespace MLNetUNetFill.Networks;

/// <summary>Reads an image of <see cref="GeneLayout.GeneByLevel"/> back: each row, divided by its sum, is a distribution over the levels.</summary>
internal static class ExpectedLevel
{
    /// <summary>The expected level of every row.</summary>
    /// <param name="image">The network's output, <c>[N, 1, genes, levels]</c>, above 0.</param>
    /// <returns><c>[N, 1, genes, 1]</c>, in [0, 1].</returns>
    public static Tensor Of(Tensor image)
    {
        var centres = tensor(ExpressionLevels.Centres((int)image.shape[3])).to(image.device);
        return (image * centres).sum(dim: 3, keepdim: true) / image.sum(dim: 3, keepdim: true);
    }
}
