using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private protected Convolution(string name, ConvolutionShape shape, bool transposed, bool bias, Device? device, ScalarType? dtype)
        : base(name)
    {
        Shape = shape;
        long[] sizes = transposed
            ? [shape.Inputs, shape.Outputs / shape.Groups, .. shape.Kernel]
            : [shape.Outputs, shape.Inputs / shape.Groups, .. shape.Kernel];
        weight = new Parameter(empty(sizes, dtype, device));
        if (bias)
            this.bias = new Parameter(empty([shape.Outputs], dtype, device));
        AreComponentsRegistered = true;
        reset_parameters();
    }

    public Parameter weight
    {
        get;
        set => Replace(nameof(weight), field = value);
    }

    public Parameter? bias
    {
        get;
        set => Replace(nameof(bias), field = value);
    }

    public long in_channels => Shape.Inputs;

    public long out_channels => Shape.Outputs;

    internal ConvolutionShape Shape { get; }

    /// <summary>PyTorch's initialisation, with its calls in its order, so that the same seed gives the same weights.</summary>
    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null)
            return;
        var sizes = weight.shape;
        var bound = 1 / Math.Sqrt(sizes[1] * sizes[2] * sizes[3]);
        nn.init.uniform_(bias, -bound, bound);
    }

    private protected void Validate(Tensor input)
    {
        var sizes = input.shape;
        var valid = (sizes.Length == 4 && sizes[1] == in_channels) || (sizes.Length == 3 && sizes[0] == in_channels);
        if (!valid)
        {
            throw new ArgumentException($"Expected 3D (unbatched) or 4D (batched) input with {in_channels} channels to {GetName()}, "
                + $"but got [{string.Join(", ", sizes)}].");
        }
    }
}
