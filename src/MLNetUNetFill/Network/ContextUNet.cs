using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Network;

/// <summary>
/// The network of the context preset: context images <c>[N, InputChannels, H, W]</c> to the three outputs of <see cref="ContextOutput"/>,
/// <c>[N, 3, H, W]</c>: the U-Net without batch normalisation and sigmoid, plus a linear path past it, plus a bias of every gene. All three
/// start at 0, so that training starts from the base that the outputs correct. State_dict names:
/// <code>
/// trunk.*       the U-Net of UNetShape with Outputs = 3, Normalized = false
/// linear.weight [3, InputChannels, 1, 1]   linear.bias [3]
/// gene_bias     [1, 3, H, W]
/// log_theta     [1, 1, H, W]   logarithm of the negative binomial's dispersion of every gene; not part of the outputs
/// </code>
/// </summary>
internal sealed class ContextUNet : Module<Tensor, Tensor>
{
    /// <summary>Number of output channels.</summary>
    public const int Outputs = 3;

    // RegisterComponents takes the names of the fields for the state_dict.
    private readonly UNet trunk;
    private readonly Conv2d linear;
    private readonly Parameter gene_bias, log_theta;
    private readonly bool _isPointwise;

    /// <summary>Builds the network; the trunk's features start from PyTorch's default initial weights.</summary>
    /// <param name="shape">Shape of the trunk, see <see cref="Trunk"/>.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    public ContextUNet(UNetShape shape, int height, int width) : base(nameof(ContextUNet))
    {
        _isPointwise = shape is { KernelSize: 1, Normalized: false };
        trunk = new UNet(shape);
        trunk.StartAtZero();
        linear = Conv2d(shape.InputChannels, Outputs, 1);
        gene_bias = Parameter(zeros(1, Outputs, height, width));
        log_theta = Parameter(ones(1, 1, height, width));
        RegisterComponents();
        using var noGradient = no_grad();
        linear.weight.zero_();
        linear.bias!.zero_();
    }

    /// <summary>Logarithm of the dispersion theta of every pixel's gene, <c>[1, 1, H, W]</c>.</summary>
    public Tensor LogTheta => log_theta;

    /// <summary>The shape of a trunk over context channels.</summary>
    public static UNetShape Trunk(int inputChannels, int baseChannels, int kernelSize, float dropoutRate) =>
        new(baseChannels, kernelSize, dropoutRate) { InputChannels = inputChannels, Outputs = Outputs, Normalized = false };

    public override Tensor forward(Tensor input)
    {
        if (!_isPointwise) return trunk.Logits(input) + linear.call(input) + gene_bias;
        var planes = PixelPlanes.FromImages(input);
        return PixelPlanes.ToImages(trunk.LogitsOnPlanes(planes) + PixelPlanes.Convolve(linear, planes), input.shape[2], input.shape[3]) + gene_bias;
    }
}
