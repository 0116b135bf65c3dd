using TorchSharp.Modules;

namespace MLNetUNetFill.Networks;

/// <summary>
/// Images in an order that turns a network of 1x1 kernels into matrix products, about twice as fast as convolutions:
/// <c>[channels, planes x N x blocks]</c>. A block is a square of 4 x 4 pixels, and a plane is one place in it:
/// plane = 4 * place in a 2 x 2 square + place of that square in the block. So the four pixels of a 2 x 2 pooling lie in four planes;
/// a pooled image has 4 planes instead of 16, and one that is pooled twice has one.
/// </summary>
/// <remarks>The planes stay matrices: changing a product in place through a view of another shape would cost more than the product, since
/// its backward pass copies the whole gradient.</remarks>
internal static class PixelPlanes
{
    /// <summary>Images <c>[N, C, H, W]</c>, sides multiples of 4, to planes.</summary>
    public static Tensor FromImages(Tensor images)
    {
        var (n, channels, high, wide) = (images.shape[0], images.shape[1], images.shape[2] / 4, images.shape[3] / 4);
        return images.reshape(n, channels, high, 2, 2, wide, 2, 2).permute(1, 4, 7, 3, 6, 0, 2, 5).reshape(channels, -1);
    }

    /// <summary>Planes to images <c>[N, C, H, W]</c>.</summary>
    public static Tensor ToImages(Tensor planes, long height, long width) =>
        planes.reshape(planes.shape[0], 2, 2, 2, 2, -1, height / 4, width / 4).permute(5, 0, 6, 3, 1, 7, 4, 2)
            .reshape(-1, planes.shape[0], height, width);

    /// <summary>A 1x1 convolution.</summary>
    public static Tensor Convolve(Conv2d convolution, Tensor planes) =>
        Matrix(convolution.weight).mm(planes).Add(Column(convolution.bias!));

    /// <summary>A 1x1 convolution of images to each of which another image is added. That one is convolved by itself, so its gradient is
    /// the product of one image instead of N.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="planes">The planes of N images.</param>
    /// <param name="image">The planes of the one image.</param>
    /// <param name="images">N.</param>
    public static Tensor ConvolveSum(Conv2d convolution, Tensor planes, Tensor image, long images)
    {
        var own = Convolve(convolution, image);
        var added = own.reshape(own.shape[0], 16, 1, -1).expand(-1, -1, images, -1).reshape(own.shape[0], -1);
        return Matrix(convolution.weight).mm(planes).Add(added);
    }

    /// <summary>A 1x1 convolution over the concatenation of an up-convolved image and a skip connection. There is no activation between the
    /// up-convolution and the convolution, so they are one product, computed on the small image.</summary>
    /// <param name="convolution">The convolution, <c>[out, 2 w, 1, 1]</c>.</param>
    /// <param name="up">The up-convolution, <c>[in, w, 2, 2]</c>, stride 2.</param>
    /// <param name="below">The image to up-convolve, with a quarter of the skip connection's planes.</param>
    /// <param name="skip">The skip connection, of w channels.</param>
    public static Tensor ConvolveJoined(Conv2d convolution, ConvTranspose2d up, Tensor below, Tensor skip)
    {
        var weight = Matrix(convolution.weight);
        long inputs = up.weight.shape[0], width = up.weight.shape[1], outputs = weight.shape[0];
        Tensor ofUp = weight.narrow(1, 0, width), ofSkip = weight.narrow(1, width, width);
        var joined = ofUp.mm(up.weight.permute(1, 2, 3, 0).reshape(width, 4 * inputs)).reshape(4 * outputs, inputs);
        var raised = joined.mm(below).reshape(outputs, -1);
        var bias = ofUp.mm(Column(up.bias!)).Plus(Column(convolution.bias!));
        return ofSkip.mm(skip).Add(raised).Add(bias);
    }

    /// <summary>2 x 2 max pooling, to a quarter of the planes.</summary>
    /// <remarks>As images of 2 x 2 pixels whose channels lie last: this maximum knows where it came from, and so goes back faster than
    /// amax.</remarks>
    public static Tensor Pool(Tensor planes) =>
        nn.functional.max_pool2d(planes.reshape(planes.shape[0], 2, 2, -1).permute(0, 3, 1, 2), 2).reshape(planes.shape[0], -1);

    /// <summary>Dropout of whole channels of an image.</summary>
    /// <param name="planes"><c>[channels, planes, N, blocks]</c>.</param>
    /// <param name="rate">Share dropped.</param>
    public static Tensor Drop(Tensor planes, double rate)
    {
        var isKept = rand([planes.shape[0], 1, planes.shape[2], 1], device: planes.device).IsFrom(rate);
        return planes * isKept.to(ScalarType.Float32).Over(1 - rate);
    }

    private static Tensor Matrix(Tensor weight) => weight.reshape(weight.shape[0], weight.shape[1]);

    private static Tensor Column(Tensor bias) => bias.reshape(-1, 1);
}
