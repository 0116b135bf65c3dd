namespace MLNetUNetFill.Networks;

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
