using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Networks;

/// <summary>
/// The network of the context preset: context images <c>[N, InputChannels, H, W]</c> to the outputs of <see cref="ContextOutput"/>,
/// <c>[N, 4, H, W]</c>. The U-Net predicts the rate, a <see cref="PointwiseNetwork"/> the value if expressed: with shared features both
/// were predicted less well.
/// State_dict names:
/// <code>
/// rate.trunk.*        the U-Net of UNetShape with Outputs = 2, Normalized = false: prior share, prior shape
/// rate.linear.weight  [2, InputChannels, 1, 1]   rate.linear.bias  [2]   rate.gene_bias  [1, 2, H, W]
/// rate.gene_embedding [1, InputChannels, H, W]   added to the U-Net's input
/// value.trunk.hidden1.weight [4w, InputChannels, 1, 1]   value.trunk.hidden2.weight [4w, 4w, 1, 1]   value.trunk.head.weight [2, 4w, 1,
/// 1], and
///                     their biases: value, logarithm of its standard deviation
/// value.linear.weight [2, InputChannels, 1, 1]   value.linear.bias [2]   value.gene_bias [1, 2, H, W]
/// log_theta           [1, 1, H, W]   logarithm of the prior's shape for every gene, which the second output corrects; not part of the
/// outputs
/// </code>
/// </summary>
internal sealed class ContextUNet : Module<Tensor, Tensor>
{
    /// <summary>Number of output channels.</summary>
    public const int Outputs = 4;

    /// <summary>Those of the rate branch: <see cref="ContextOutput.Rate"/> and <see cref="ContextOutput.Shape"/>.</summary>
    public const int RateOutputs = 2;

    // RegisterComponents takes the names of the fields for the state_dict.
    private readonly ContextBranch rate;
    private readonly ValueBranch value;
    private readonly Parameter log_theta;

    /// <summary>Builds the network.</summary>
    /// <param name="shape">Shape of the trunk, see <see cref="Trunk"/>.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    public ContextUNet(UNetShape shape, int height, int width) : base(nameof(ContextUNet))
    {
        rate = new ContextBranch(shape with { Outputs = RateOutputs }, height, width);
        value = new ValueBranch(shape with { Outputs = 2 }, height, width);
        log_theta = Parameter(ones(1, 1, height, width));
        RegisterComponents();
    }

    /// <summary>Gives <see cref="ContextOutput.Rate"/> and <see cref="ContextOutput.Shape"/>.</summary>
    public ContextBranch Rate => rate;

    /// <summary>Gives <see cref="ContextOutput.Value"/> and <see cref="ContextOutput.LogDeviation"/>.</summary>
    public ValueBranch Value => value;

    /// <summary>Logarithm of the prior's shape theta of every pixel's gene, <c>[1, 1, H, W]</c>.</summary>
    public Parameter LogTheta => log_theta;

    /// <summary>The shape of the trunk over context channels, with the outputs of both branches together. The lower levels are as wide as
    /// the first: wider ones take longer and predict no better.</summary>
    public static UNetShape Trunk(int inputChannels, int baseChannels, int kernelSize, float dropoutRate) =>
        new(baseChannels, kernelSize, dropoutRate) { InputChannels = inputChannels, Outputs = Outputs, Growth = 1, Normalized = false };

    public override Tensor forward(Tensor input) => cat([rate.call(input), value.call(input)], 1);
}

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
        linear = Conv2d(shape.InputChannels, shape.Outputs, 1).StartAtZero();
        gene_embedding = Parameter(zeros(1, shape.InputChannels, height, width));
        gene_bias = Parameter(zeros(1, shape.Outputs, height, width));
        RegisterComponents();
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
