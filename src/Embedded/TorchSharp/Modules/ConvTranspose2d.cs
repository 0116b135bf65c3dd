using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public abstract class ConvolutionTranspose : Convolution
    {
        private protected ConvolutionTranspose(string name, ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(name, shape, transposed: true, bias, device, dtype)
        {
        }

        public override Tensor forward(Tensor input)
        {
            Validate(input);
            return new Tensor(NativeMethods.unetfill_conv_transpose2d(
                input.Native, weight.Native, Tensor.NativeOrNone(bias), Shape.Stride, Shape.Padding, Shape.OutputPadding, Shape.Dilation,
                Shape.Groups));
        }
    }

    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), shape, bias, device, dtype)
        {
        }
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
                long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null)
            {
                if (padding_mode != PaddingModes.Zeros)
                    throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND", nameof(padding_mode));
                var shape = Square(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, output_padding);
                return new ConvTranspose2d(shape, bias, device, dtype);
            }
        }
    }
}
