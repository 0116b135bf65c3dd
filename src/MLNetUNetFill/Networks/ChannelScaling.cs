using MLNetUNetFill.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Networks;

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
