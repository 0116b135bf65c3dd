using TorchSharp.Modules;
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
    public void StartAtZero() => head.StartAtZero();

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

/// <summary>
/// The hyper-parameters that fix the network's shape. Modules and their state_dict names, in order (w = BaseChannels, k = KernelSize):
/// <code>
/// enc1: ConvBlock(1 -> w)      pool        bottleneck: ConvBlock(2w -> 4w)
/// enc2: ConvBlock(w -> 2w)     pool
/// up2: ConvTranspose2d(4w -> 2w, 2, stride 2)   dec2: ConvBlock(cat[up2, enc2] = 4w -> 2w)
/// up1: ConvTranspose2d(2w -> w, 2, stride 2)    dec1: ConvBlock(cat[up1, enc1] = 2w -> w)
/// head: Conv2d(w -> Outputs, 1), then sigmoid
/// ConvBlock: conv1 (k x k, same padding, no bias), norm1 (BatchNorm2d), ReLU, conv2, norm2, ReLU, Dropout2d
/// </code>
/// (enc1 takes InputChannels; without normalisation a ConvBlock has no norm1 and norm2, and conv1 and conv2 have a bias)
/// so the keys are <c>enc1.conv1.weight</c>, <c>enc1.norm1.weight|bias|running_mean|running_var|num_batches_tracked</c>, ...,
/// <c>up2.weight</c>, <c>up2.bias</c>, ..., <c>head.weight</c>, <c>head.bias</c>.
/// </summary>
/// <param name="BaseChannels">Channels of the first level, w.</param>
/// <param name="KernelSize">Side of the square kernels, odd.</param>
/// <param name="DropoutRate">Dropout2d rate at the end of enc2, bottleneck and dec2 (0 in enc1 and dec1).</param>
internal sealed record UNetShape(int BaseChannels, int KernelSize, float DropoutRate)
{
    /// <summary>Channels of the input image.</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>Channels of the output image.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>How many times as many channels a level has as the one above. The published network doubles them.</summary>
    public int Growth { get; init; } = 2;

    /// <summary>Channels of the second level, in the tables above 2w.</summary>
    public int SecondChannels => Growth * BaseChannels;

    /// <summary>Channels of the bottleneck, in the tables above 4w.</summary>
    public int BottleneckChannels => Growth * SecondChannels;

    /// <summary>Channels of the hidden layers of a <see cref="PointwiseNetwork"/> that stands beside the U-Net.</summary>
    public int PointwiseChannels => 4 * BaseChannels;

    /// <summary>Whether batch normalisation follows the convolutions of the blocks.</summary>
    public bool Normalized { get; init; } = true;
}
