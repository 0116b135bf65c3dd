using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Networks;

/// <summary>
/// The value half of <see cref="ContextUNet"/>: a network that sees one pixel at a time, plus a linear layer beside it, plus a bias of
/// every gene;
/// <c>[N, InputChannels, H, W]</c> to <c>[N, Outputs, H, W]</c>. All three start at 0. No pixel needs its neighbours, so
/// it trains on the entries with a target alone, one in thirty, and on each more often: it predicts better than a U-Net trained for the
/// same time.
/// During training it standardises its channels, which improves the predictions, too; <see cref="Fold"/> moves the scaling into the
/// weights.
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
        linear = Conv2d(shape.InputChannels, shape.Outputs, 1).StartAtZero();
        gene_bias = Parameter(zeros(1, shape.Outputs, height, width));
        RegisterComponents();
    }

    public override Tensor forward(Tensor images) =>
        PixelPlanes.ToImages(OnPlanes(PixelPlanes.FromImages(images)), images.shape[2], images.shape[3]).Plus(gene_bias);

    /// <summary>The same at single entries.</summary>
    /// <param name="channels">Their channels, <c>[InputChannels, entries]</c>.</param>
    /// <param name="pixels">Their pixels, <c>[entries]</c>.</param>
    /// <returns><c>[Outputs, entries]</c>.</returns>
    public Tensor ForEntries(Tensor channels, Tensor pixels) =>
        OnPlanes(channels).Plus(gene_bias.reshape(gene_bias.shape[1], -1).index_select(1, pixels));

    /// <summary>From now on standardises the channels by their means and deviations at the given entries.</summary>
    /// <param name="channels"><c>[InputChannels, entries]</c>.</param>
    public void Standardise(Tensor channels)
    {
        _scaling?.Dispose();
        _scaling = ChannelScaling.Learn(channels);
    }

    /// <summary>Moves the standardisation into the weights: the branch gives the same output for unscaled channels.</summary>
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

/// <summary>Two hidden layers and a head that see one pixel at a time, on <see cref="PixelPlanes"/>: <c>[InputChannels, pixels]</c> to
/// <c>[Outputs, pixels]</c>.</summary>
internal sealed class PointwiseNetwork : Module<Tensor, Tensor>
{
    // RegisterComponents takes the names of the fields for the state_dict.
    private readonly Conv2d hidden1, hidden2, head;

    /// <summary>Builds the network with PyTorch's default initial weights, but for a head that starts at 0.</summary>
    public PointwiseNetwork(UNetShape shape) : base(nameof(PointwiseNetwork))
    {
        hidden1 = Conv2d(shape.InputChannels, shape.PointwiseChannels, 1);
        hidden2 = Conv2d(shape.PointwiseChannels, shape.PointwiseChannels, 1);
        head = Conv2d(shape.PointwiseChannels, shape.Outputs, 1).StartAtZero();
        RegisterComponents();
    }

    /// <summary>The layer that sees the channels.</summary>
    public Conv2d First => hidden1;

    public override Tensor forward(Tensor planes) =>
        PixelPlanes.Convolve(head, PixelPlanes.Convolve(hidden2, PixelPlanes.Convolve(hidden1, planes).relu_()).relu_());
}

/// <summary>Brings every channel to mean 0 and standard deviation 1, and a constant channel to 0: otherwise the output would depend on
/// untrained weights.</summary>
/// <param name="Mean"><c>[channels, 1]</c>.</param>
/// <param name="Scale">1 / standard deviation or 0, <c>[channels, 1]</c>.</param>
internal sealed record ChannelScaling(Tensor Mean, Tensor Scale) : IDisposable
{
    /// <summary>Smaller standard deviations are rounding errors.</summary>
    private const float LeastDeviation = 1e-6f;

    /// <summary>Learns the scaling.</summary>
    /// <param name="channels"><c>[channels, entries]</c>.</param>
    public static ChannelScaling Learn(Tensor channels)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var mean = channels.mean([1L], keepdim: true);
        var deviation = (channels - mean).Squared().mean([1L], keepdim: true).sqrt();
        var scale = where(deviation.IsAbove(LeastDeviation), deviation.AtLeast(LeastDeviation).reciprocal(), zeros_like(deviation));
        return new ChannelScaling(mean.DetachFromDisposeScope(), scale.DetachFromDisposeScope());
    }

    /// <summary>Scales channels.</summary>
    /// <param name="channels"><c>[channels, entries]</c>.</param>
    public Tensor Apply(Tensor channels) => (channels - Mean) * Scale;

    /// <summary>Changes the weights of a 1x1 convolution of scaled channels so that it gives the same output for unscaled
    /// channels.</summary>
    public void FoldInto(Conv2d convolution)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weight = convolution.weight.reshape(convolution.weight.shape[0], -1) * Scale.t();
        convolution.bias!.sub_(weight.mm(Mean).reshape(-1));
        convolution.weight.copy_(weight.reshape(convolution.weight.shape));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        Scale.Dispose();
    }
}
