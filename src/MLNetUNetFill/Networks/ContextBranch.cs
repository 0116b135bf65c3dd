using MLNetUNetFill.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Networks;

/// <summary>
/// The rate half of <see cref="ContextUNet"/>: the U-Net without batch normalisation and sigmoid, plus a linear layer beside it, plus a
/// bias of every gene; <c>[N, InputChannels, H, W]</c> to <c>[N, Outputs, H, W]</c>. All three start at 0, so training starts from the base
/// that the outputs correct. An embedding of each gene is added to the U-Net's input: without it, kernels of one pixel treat all genes
/// alike.
/// </summary>
internal sealed class ContextBranch : Module<Tensor, Tensor>
{
    // RegisterComponents takes the names of the fields for the state_dict.
    private readonly UNet trunk;
    private readonly Conv2d linear;
    private readonly Parameter gene_embedding, gene_bias;
    private readonly bool _isPointwise;

    /// <summary>Builds the branch; the trunk's features start from PyTorch's default initial weights.</summary>
    public ContextBranch(UNetShape shape, int height, int width) : base(nameof(ContextBranch))
    {
        _isPointwise = shape is { KernelSize: 1, Normalized: false };
        trunk = new UNet(shape);
        trunk.StartAtZero();
        linear = Conv2d(shape.InputChannels, shape.Outputs, 1);
        gene_embedding = Parameter(zeros(1, shape.InputChannels, height, width));
        gene_bias = Parameter(zeros(1, shape.Outputs, height, width));
        RegisterComponents();
        using var noGradient = no_grad();
        linear.weight.zero_();
        linear.bias!.zero_();
    }

    public override Tensor forward(Tensor input)
    {
        if (!_isPointwise) return trunk.Logits(input.Plus(gene_embedding)).Plus(linear.call(input)).Plus(gene_bias);
        var (n, height, width) = (input.shape[0], input.shape[2], input.shape[3]);
        var planes = PixelPlanes.FromImages(input);
        var output = trunk.LogitsOnPlanes(planes, PixelPlanes.FromImages(gene_embedding), n).Plus(PixelPlanes.Convolve(linear, planes));
        return PixelPlanes.ToImages(output, height, width).Plus(gene_bias);
    }
}
