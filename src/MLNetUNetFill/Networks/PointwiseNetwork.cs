using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Networks;

/// <summary>Two hidden layers and a head that see one pixel at a time, on <see cref="PixelPlanes"/>: <c>[InputChannels, pixels]</c> to <c>[Outputs, pixels]</c>.</summary>
internal sealed class PointwiseNetwork : Module<Tensor, Tensor>
{
    // RegisterComponents takes the names of the fields for the state_dict.
    private readonly Conv2d hidden1, hidden2, head;

    /// <summary>Builds the network with PyTorch's default initial weights, but for a head that starts at 0.</summary>
    public PointwiseNetwork(UNetShape shape) : base(nameof(PointwiseNetwork))
    {
        hidden1 = Conv2d(shape.InputChannels, shape.PointwiseChannels, 1);
        hidden2 = Conv2d(shape.PointwiseChannels, shape.PointwiseChannels, 1);
        head = Conv2d(shape.PointwiseChannels, shape.Outputs, 1);
        RegisterComponents();
        using var noGradient = no_grad();
        head.weight.zero_();
        head.bias!.zero_();
    }

    /// <summary>The layer that sees the channels.</summary>
    public Conv2d First => hidden1;

    public override Tensor forward(Tensor planes) =>
        PixelPlanes.Convolve(head, PixelPlanes.Convolve(hidden2, PixelPlanes.Convolve(hidden1, planes).relu_()).relu_());
}
