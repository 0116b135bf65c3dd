using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Network;

/// <summary>
/// Images in the order in which a network of 1x1 kernels is nothing but matrix products, about twice as fast as convolutions:
/// <c>[channels, planes, N, blocks]</c>, where a block is a square of 4 x 4 pixels and a plane one place in it. The four pixels that a 2 x 2
/// pooling joins lie in four planes: plane = 4 * place in the 2 x 2 square + place of the square in the block, so a pooled image has the first
/// of 16 planes' quarter, and again.
/// </summary>
internal static class PixelPlanes
{
    /// <summary>Images <c>[N, C, H, W]</c>, sides multiples of 4, to planes <c>[C, 16, N, blocks]</c>.</summary>
    public static Tensor FromImages(Tensor images)
    {
        var (n, channels, high, wide) = (images.shape[0], images.shape[1], images.shape[2] / 4, images.shape[3] / 4);
        return images.reshape(n, channels, high, 2, 2, wide, 2, 2).permute(1, 4, 7, 3, 6, 0, 2, 5).reshape(channels, 16, n, high * wide);
    }

    /// <summary>Planes <c>[C, 16, N, blocks]</c> to images <c>[N, C, H, W]</c>.</summary>
    public static Tensor ToImages(Tensor planes, long height, long width)
    {
        var (channels, n) = (planes.shape[0], planes.shape[2]);
        return planes.reshape(channels, 2, 2, 2, 2, n, height / 4, width / 4).permute(5, 0, 6, 3, 1, 7, 4, 2).reshape(n, channels, height, width);
    }

    /// <summary>A 1x1 convolution.</summary>
    public static Tensor Convolve(Conv2d convolution, Tensor planes) => Multiply(Matrix(convolution.weight), planes).add_(Column(convolution.bias!));

    /// <summary>A 1x1 convolution over the concatenation of an up-convolved image and a skip connection: since nothing lies between the
    /// up-convolution and the convolution, they are one product, computed on the small image.</summary>
    /// <param name="convolution">The convolution, <c>[out, 2 w, 1, 1]</c>.</param>
    /// <param name="up">The up-convolution, <c>[in, w, 2, 2]</c>, stride 2.</param>
    /// <param name="below">What is up-convolved, <c>[in, planes, N, blocks]</c>.</param>
    /// <param name="skip">The skip connection, <c>[w, 4 planes, N, blocks]</c>.</param>
    public static Tensor ConvolveJoined(Conv2d convolution, ConvTranspose2d up, Tensor below, Tensor skip)
    {
        var weight = Matrix(convolution.weight);
        long inputs = up.weight.shape[0], width = up.weight.shape[1], outputs = weight.shape[0];
        Tensor ofUp = weight.narrow(1, 0, width), ofSkip = weight.narrow(1, width, width);
        var joined = ofUp.mm(up.weight.permute(1, 2, 3, 0).reshape(width, 4 * inputs)).reshape(4 * outputs, inputs);
        var raised = Multiply(joined, below).reshape(outputs, skip.shape[1], skip.shape[2], skip.shape[3]);
        var bias = ofUp.mm(Column(up.bias!).reshape(width, 1)).reshape(outputs, 1, 1, 1) + Column(convolution.bias!);
        return Multiply(ofSkip, skip).add_(raised).add_(bias);
    }

    /// <summary>2 x 2 max pooling: <c>[C, planes, N, blocks]</c> to a quarter of the planes.</summary>
    public static Tensor Pool(Tensor planes) =>
        planes.reshape(planes.shape[0], 4, planes.shape[1] / 4, planes.shape[2], planes.shape[3]).amax([1L]);

    /// <summary>Dropout of whole channels of an image.</summary>
    public static Tensor Drop(Tensor planes, double rate)
    {
        var kept = rand([planes.shape[0], 1, planes.shape[2], 1], device: planes.device) >= rate;
        return planes * (kept.to(ScalarType.Float32) / (1 - rate));
    }

    private static Tensor Multiply(Tensor matrix, Tensor planes) =>
        matrix.mm(planes.reshape(planes.shape[0], -1)).reshape(matrix.shape[0], planes.shape[1], planes.shape[2], planes.shape[3]);

    private static Tensor Matrix(Tensor weight) => weight.reshape(weight.shape[0], weight.shape[1]);

    private static Tensor Column(Tensor bias) => bias.reshape(bias.shape[0], 1, 1, 1);
}
