using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Benchmarks;

/// <summary>The two-level U-Net of both presets as it is usually written in TorchSharp: modules, one after the other.</summary>
internal sealed class PlainUNet : Module<Tensor, Tensor>
{
    private readonly Sequential enc1, enc2, bottleneck, dec2, dec1;
    private readonly ConvTranspose2d up2, up1;
    private readonly MaxPool2d pool = MaxPool2d(2);
    private readonly Conv2d head;

    /// <summary>Builds the network.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="width">Channels of the first level.</param>
    /// <param name="growth">How many times as many a level has as the one above.</param>
    /// <param name="kernel">Side of the kernels.</param>
    /// <param name="normalized">Whether batch normalisation follows the convolutions.</param>
    /// <param name="outputs">Channels of the output.</param>
    public PlainUNet(int inputs, int width, int growth, int kernel, bool normalized, int outputs = 1) : base(nameof(PlainUNet))
    {
        var (second, bottom) = (growth * width, growth * growth * width);
        (enc1, enc2, bottleneck) = (Block(inputs, width, 0), Block(width, second, 0.2), Block(second, bottom, 0.2));
        (up2, dec2) = (ConvTranspose2d(bottom, second, 2, stride: 2), Block(2 * second, second, 0.2));
        (up1, dec1) = (ConvTranspose2d(second, width, 2, stride: 2), Block(2 * width, width, 0));
        head = Conv2d(width, outputs, 1);
        RegisterComponents();

        Sequential Block(int from, int to, double dropout)
        {
            List<Module<Tensor, Tensor>> layers = [];
            foreach (var channels in (int[])[from, to])
            {
                layers.Add(Conv2d(channels, to, kernel, padding: kernel / 2, bias: !normalized));
                if (normalized) layers.Add(BatchNorm2d(to));
                layers.Add(ReLU());
            }
            if (dropout > 0) layers.Add(Dropout2d(dropout));
            return Sequential(layers);
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var level1 = enc1.call(input);
        var level2 = enc2.call(pool.call(level1));
        var rising = dec2.call(cat([up2.call(bottleneck.call(pool.call(level2))), level2], 1));
        return head.call(dec1.call(cat([up1.call(rising), level1], 1)));
    }
}
