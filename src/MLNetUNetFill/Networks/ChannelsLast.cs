using TorchSharp.Modules;

namespace MLNetUNetFill.Networks;

/// <summary>
/// Images <c>[N, C, H, W]</c> whose channels lie next to each other in memory: convolutions read this order directly; any other they copy
/// to this one and back. A layer that sees one pixel at a time is a matrix product over the rows <c>[N * H * W, C]</c>. libtorch keeps the
/// order from one operation to the next.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>A convolution with same padding.</summary>
    /// <param name="convolution">The convolution, odd kernel.</param>
    /// <param name="images"><c>[N, in, H, W]</c>, in any order.</param>
    /// <returns><c>[N, out, H, W]</c>.</returns>
    public static Tensor Convolve(Conv2d convolution, Tensor images)
    {
        var (n, height, width) = (images.shape[0], images.shape[2], images.shape[3]);
        var (outputs, kernel) = (convolution.weight.shape[0], convolution.weight.shape[2]);
        // libtorch answers images of one channel plane by plane, so the rows are made anew there; elsewhere they are the answer's own
        // memory.
        if (kernel > 1) return FromRows(Rows(convolution.call(FromRows(Rows(images), n, height, width))), n, height, width);
        var product = Rows(images).mm(convolution.weight.reshape(outputs, -1).t());
        return FromRows(convolution.bias is { } bias ? product.Add(bias) : product, n, height, width);
    }

    /// <summary>An up-convolution to twice the height and width. Its squares do not overlap, so it is one product.</summary>
    /// <param name="up">The up-convolution, <c>[in, out, 2, 2]</c>, stride 2.</param>
    /// <param name="images"><c>[N, in, H, W]</c>, in any order.</param>
    /// <returns><c>[N, out, 2 H, 2 W]</c>.</returns>
    public static Tensor Raise(ConvTranspose2d up, Tensor images)
    {
        var (n, height, width) = (images.shape[0], images.shape[2], images.shape[3]);
        var (inputs, outputs, bias) = (up.weight.shape[0], up.weight.shape[1], up.bias!);
        var rows = Rows(images).mm(up.weight.permute(0, 2, 3, 1).reshape(inputs, 4 * outputs)).Add(cat([bias, bias, bias, bias], 0));
        var raised = rows.reshape(n, height, width, 2, 2, outputs).permute(0, 1, 3, 2, 4, 5).reshape(-1, outputs);
        return FromRows(raised, n, 2 * height, 2 * width);
    }

    private static Tensor Rows(Tensor images) => images.permute(0, 2, 3, 1).reshape(-1, images.shape[1]);

    private static Tensor FromRows(Tensor rows, long n, long height, long width) => rows.reshape(n, height, width, -1).permute(0, 3, 1, 2);
}
