using MLNetUNetFill.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Networks;

/// <summary>
/// The bi-level U-Net of <see cref="UNetShape"/>: images <c>[N, InputChannels, H, W]</c> to images <c>[N, Outputs, H, W]</c> in (0, 1),
/// H and W multiples of 4. After Ronneberger, Fischer and Brox, U-Net, MICCAI 2015, with two levels instead of four, same padding,
/// batch normalisation and a sigmoid head.
/// </summary>
internal sealed class UNet : Module<Tensor, Tensor>
{
    // RegisterComponents takes the names of the fields for the state_dict.
    private readonly ConvBlock enc1, enc2, bottleneck, dec2, dec1;
    private readonly ConvTranspose2d up2, up1;
    private readonly MaxPool2d pool = MaxPool2d(2);
    private readonly Conv2d head;

    /// <summary>Builds the network with PyTorch's default initial weights, drawn from <c>torch.manual_seed</c>'s generator.</summary>
    public UNet(UNetShape shape) : base(nameof(UNet))
    {
        var (width, kernel, dropout) = shape;
        var (second, bottom) = (shape.SecondChannels, shape.BottleneckChannels);
        enc1 = new ConvBlock(shape.InputChannels, width, kernel, 0, shape.Normalized);
        enc2 = new ConvBlock(width, second, kernel, dropout, shape.Normalized);
        bottleneck = new ConvBlock(second, bottom, kernel, dropout, shape.Normalized);
        up2 = ConvTranspose2d(bottom, second, 2, stride: 2);
        dec2 = new ConvBlock(2 * second, second, kernel, dropout, shape.Normalized);
        up1 = ConvTranspose2d(second, width, 2, stride: 2);
        dec1 = new ConvBlock(2 * width, width, kernel, 0, shape.Normalized);
        head = Conv2d(width, shape.Outputs, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => sigmoid(Logits(input));

    /// <summary>The output before the sigmoid.</summary>
    public Tensor Logits(Tensor input)
    {
        var level1 = enc1.call(input);
        var level2 = enc2.call(pool.call(level1));
        var bottom = bottleneck.call(pool.call(level2));
        var rising = dec2.call(cat([ChannelsLast.Raise(up2, bottom), level2], 1));
        return ChannelsLast.Convolve(head, dec1.call(cat([ChannelsLast.Raise(up1, rising), level1], 1)));
    }

    /// <summary>The output before the sigmoid of a network of 1x1 kernels without normalisation, on <see cref="PixelPlanes"/>.</summary>
    /// <param name="planes">The planes.</param>
    /// <param name="embedding">The planes of one image, which is added to each.</param>
    /// <param name="images">N.</param>
    public Tensor LogitsOnPlanes(Tensor planes, Tensor embedding, long images)
    {
        var blocks = embedding.shape[1] / 16;
        var level1 = enc1.OnPlanes(planes, embedding, images, blocks);
        var level2 = enc2.OnPlanes(PixelPlanes.Pool(level1), images, blocks);
        var bottom = bottleneck.OnPlanes(PixelPlanes.Pool(level2), images, blocks);
        var rising = dec2.OnPlanes(up2, bottom, level2, images, blocks);
        return PixelPlanes.Convolve(head, dec1.OnPlanes(up1, rising, level1, images, blocks));
    }

    /// <summary>Sets the last layer to 0, so that the logits start at 0.</summary>
    public void StartAtZero()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        head.weight.zero_();
        head.bias!.zero_();
    }

    /// <summary>
    /// Starts the output at <paramref name="meanTarget"/>. A sigmoid starts at 0.5; if the targets are far lower, the first steps are so
    /// large that the last ReLUs can die and leave a constant output.
    /// </summary>
    /// <param name="meanTarget">Mean pixel of the entries to learn, in (0, 1).</param>
    public void StartAt(double meanTarget)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        head.bias!.Fill(Math.Log(meanTarget / (1 - meanTarget)));
    }
}
