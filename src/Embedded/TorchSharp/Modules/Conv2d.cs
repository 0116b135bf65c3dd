using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Conv2d : Convolution
    {
        private readonly PaddingModes _mode;
        private readonly Padding? _named;

        internal Conv2d(ConvolutionShape shape, Padding? named, PaddingModes mode, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), shape, transposed: false, bias, device, dtype)
        {
            _named = named;
            _mode = mode;
        }

        public override Tensor forward(Tensor input)
        {
            Validate(input);
            if (_named is { } named)
            {
                return new Tensor(NativeMethods.unetfill_conv2d_named_padding(
                    input.Native, weight.Native, Tensor.NativeOrNone(bias), Shape.Stride, named == Padding.Same, Shape.Dilation,
                    Shape.Groups));
            }

            if (_mode == PaddingModes.Zeros)
                return Convolve(input, Shape.Padding);
            var (vertical, horizontal) = (Shape.Padding[0], Shape.Padding[1]);
            using var padded = new Tensor(
                NativeMethods.unetfill_pad(input.Native, [horizontal, horizontal, vertical, vertical], 4, (int)_mode));
            return Convolve(padded, [0, 0]);
        }

        private Tensor Convolve(Tensor input, ReadOnlySpan<long> padding) => new(NativeMethods.unetfill_conv2d(
            input.Native, weight.Native, Tensor.NativeOrNone(bias), Shape.Stride, padding, Shape.Dilation, Shape.Groups));
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    Square(in_channels, out_channels, kernel_size, stride, padding, dilation, groups), null, padding_mode, bias, device,
                    dtype);

            public static Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    Square(in_channels, out_channels, kernel_size, stride, 0, dilation, groups), padding, padding_mode, bias, device,
                    dtype);

            private static ConvolutionShape Square(
                long inputs, long outputs, long kernel, long stride, long padding, long dilation, long groups, long outputPadding = 0) =>
                new(inputs, outputs, [kernel, kernel], [stride, stride], [padding, padding], [outputPadding, outputPadding],
                    [dilation, dilation], groups);
        }
    }
}
