using MLNetUNetFill.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Networks;

/// <summary>
/// The value half of <see cref="ContextUNet"/>: a network that sees one pixel at a time, plus a linear path past it, plus a bias of every gene;
/// <c>[N, InputChannels, H, W]</c> to <c>[N, Outputs, H, W]</c>. All three start at 0. Because no pixel needs its neighbours, it trains on the
/// entries with a target alone, one in thirty, and sees them the more often: that predicts better than a U-Net in the same time.
/// While it is trained it standardises its channels, which predicts better too; <see cref="Fold"/> leaves that to the weights.
/// </summary>
internal sealed class ValueBranch : Module<Tensor, Tensor>
{
    // RegisterComponents takes the names of the fields for the state_dict.
    private readonly PointwiseNetwork trunk;
    private readonly Conv2d linear;
    private readonly Parameter gene_bias;
    private ChannelScaling? _scaling;

    /// <summary>Builds the branch.</summary>
    public ValueBranch(UNetShape shape, int height, int width) : base(nameof(ValueBranch))
    {
        trunk = new PointwiseNetwork(shape);
        linear = Conv2d(shape.InputChannels, shape.Outputs, 1);
        gene_bias = Parameter(zeros(1, shape.Outputs, height, width));
        RegisterComponents();
        using var noGradient = no_grad();
        linear.weight.zero_();
        linear.bias!.zero_();
    }

    public override Tensor forward(Tensor images) =>
        PixelPlanes.ToImages(OnPlanes(PixelPlanes.FromImages(images)), images.shape[2], images.shape[3]).Plus(gene_bias);

    /// <summary>The same at single entries.</summary>
    /// <param name="channels">Their channels, <c>[InputChannels, entries]</c>.</param>
    /// <param name="pixels">Their pixels, <c>[entries]</c>.</param>
    /// <returns><c>[Outputs, entries]</c>.</returns>
    public Tensor OfEntries(Tensor channels, Tensor pixels) => OnPlanes(channels).Plus(gene_bias.reshape(gene_bias.shape[1], -1).index_select(1, pixels));

    /// <summary>From now on standardises the channels to what they are at the given entries.</summary>
    /// <param name="channels"><c>[InputChannels, entries]</c>.</param>
    public void Standardise(Tensor channels)
    {
        _scaling?.Dispose();
        _scaling = ChannelScaling.Of(channels);
    }

    /// <summary>Takes the standardisation into the weights: the branch gives the same of channels as they are.</summary>
    public void Fold()
    {
        _scaling?.FoldInto(trunk.First);
        _scaling?.FoldInto(linear);
        _scaling?.Dispose();
        _scaling = null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _scaling?.Dispose();
        base.Dispose(disposing);
    }

    private Tensor OnPlanes(Tensor planes)
    {
        var seen = _scaling?.Apply(planes) ?? planes;
        return trunk.call(seen).Plus(PixelPlanes.Convolve(linear, seen));
    }
}
