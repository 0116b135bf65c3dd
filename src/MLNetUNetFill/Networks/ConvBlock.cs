using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Networks;

/// <summary>
/// Twice convolution, batch normalisation and ReLU, then channel dropout: <c>[N, in, H, W]</c> to <c>[N, out, H, W]</c>.
/// The convolutions have no bias, which the normalisation would remove; a block without normalisation has one.
/// </summary>
internal sealed class ConvBlock : Module<Tensor, Tensor>
{
    // RegisterComponents takes the names of the fields for the state_dict.
    private readonly Conv2d conv1, conv2;
    private readonly BatchNorm2d? norm1, norm2;
    private readonly Dropout2d dropout;
    private readonly double _dropoutRate;

    public ConvBlock(int inputChannels, int outputChannels, int kernelSize, double dropoutRate, bool normalized) : base(nameof(ConvBlock))
    {
        conv1 = Conv2d(inputChannels, outputChannels, kernelSize, padding: kernelSize / 2, bias: !normalized);
        norm1 = normalized ? BatchNorm2d(outputChannels) : null;
        conv2 = Conv2d(outputChannels, outputChannels, kernelSize, padding: kernelSize / 2, bias: !normalized);
        norm2 = normalized ? BatchNorm2d(outputChannels) : null;
        dropout = Dropout2d(dropoutRate);
        _dropoutRate = dropoutRate;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var once = Normalize(norm1, ChannelsLast.Convolve(conv1, input)).relu_();
        return dropout.call(Normalize(norm2, ChannelsLast.Convolve(conv2, once)).relu_());
    }

    /// <summary>The same for 1x1 kernels without normalisation, on <see cref="PixelPlanes"/>.</summary>
    public Tensor OnPlanes(Tensor planes, long images, long blocks) => Finish(PixelPlanes.Convolve(conv1, planes), images, blocks);

    /// <summary>The same for images to each of which another image is added, see <see cref="PixelPlanes.ConvolveSum"/>.</summary>
    public Tensor OnPlanes(Tensor planes, Tensor image, long images, long blocks) =>
        Finish(PixelPlanes.ConvolveSum(conv1, planes, image, images), images, blocks);

    /// <summary>The same after an up-convolution and a skip connection, see <see cref="PixelPlanes.ConvolveJoined"/>.</summary>
    public Tensor OnPlanes(ConvTranspose2d up, Tensor below, Tensor skip, long images, long blocks) =>
        Finish(PixelPlanes.ConvolveJoined(conv1, up, below, skip), images, blocks);

    private Tensor Finish(Tensor once, long images, long blocks)
    {
        var twice = PixelPlanes.Convolve(conv2, once.relu_()).relu_();
        if (!training || _dropoutRate == 0) return twice;
        return PixelPlanes.Drop(twice.reshape(twice.shape[0], -1, images, blocks), _dropoutRate).reshape(twice.shape);
    }

    private static Tensor Normalize(BatchNorm2d? norm, Tensor features) =>
        norm is null ? features : BatchNormalization.Apply(norm, features);
}

/// <summary>The same as the batch normalisation of TorchSharp's modules, except for the count of the batches: for that, TorchSharp makes a
/// scalar that nothing keeps alive.</summary>
internal static class BatchNormalization
{
    /// <summary>Normalises features by the statistics of the batch while the module trains, else by the running ones.</summary>
    /// <param name="norm">A module with running statistics and a momentum.</param>
    /// <param name="features"><c>[N, C, ...]</c>.</param>
    public static Tensor Apply(BatchNorm norm, Tensor features)
    {
        if (norm.training) norm.num_batches_tracked!.Increment();
        return nn.functional.batch_norm(features, norm.running_mean!, norm.running_var!, norm.weight, norm.bias, norm.training,
            norm.momentum!.Value, norm.eps);
    }
}

/// <summary>Layers that start at 0, so that training starts from what they correct.</summary>
internal static class ZeroStart
{
    /// <summary>Sets the weights and the bias of a convolution to 0.</summary>
    public static Conv2d StartAtZero(this Conv2d convolution)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        convolution.weight.zero_();
        convolution.bias!.zero_();
        return convolution;
    }
}
