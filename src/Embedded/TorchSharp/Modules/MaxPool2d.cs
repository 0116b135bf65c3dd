using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _kernel;
        private readonly long? _stride;
        private readonly long? _padding;
        private readonly long? _dilation;
        private readonly bool _ceiling;

        internal MaxPool2d(long kernel, long? stride, long? padding, long? dilation, bool ceiling) : base(nameof(MaxPool2d)) =>
            (_kernel, _stride, _padding, _dilation, _ceiling) = (kernel, stride, padding, dilation, ceiling);

        public override Tensor forward(Tensor input) =>
            nn.functional.max_pool2d(input, _kernel, _stride, _padding, _dilation, _ceiling);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.MaxPool2d MaxPool2d(
                long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new(kernel_size, stride, padding, dilation, ceil_mode);
        }
    }
}
