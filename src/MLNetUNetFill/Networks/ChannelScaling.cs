using MLNetUNetFill.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Networks;

/// <summary>Brings every channel to mean 0 and standard deviation 1; one that never varies to 0, so that nothing depends on weights that nothing has trained.</summary>
/// <param name="Mean"><c>[channels, 1]</c>.</param>
/// <param name="Scale">1 / standard deviation or 0, <c>[channels, 1]</c>.</param>
internal sealed record ChannelScaling(Tensor Mean, Tensor Scale) : IDisposable
{
    /// <summary>A standard deviation that is a rounding error.</summary>
    private const float Least = 1e-6f;

    /// <summary>Learns the scaling.</summary>
    /// <param name="channels"><c>[channels, entries]</c>.</param>
    public static ChannelScaling Of(Tensor channels)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var mean = channels.mean([1L], keepdim: true);
        var deviation = (channels - mean).Squared().mean([1L], keepdim: true).sqrt();
        var scale = where(deviation.IsAbove(Least), deviation.AtLeast(Least).reciprocal(), zeros_like(deviation));
        return new ChannelScaling(mean.DetachFromDisposeScope(), scale.DetachFromDisposeScope());
    }

    /// <summary>Scales channels.</summary>
    /// <param name="channels"><c>[channels, entries]</c>.</param>
    public Tensor Apply(Tensor channels) => (channels - Mean) * Scale;

    /// <summary>Gives a 1x1 convolution of scaled channels the weights with which it gives the same of channels as they are.</summary>
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
