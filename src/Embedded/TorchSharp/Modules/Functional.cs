using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                new(NativeMethods.unetfill_softplus(x.Native, beta, threshold));

            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                new(NativeMethods.unetfill_dropout2d(input.Native, p, training, inplace));

            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
            {
                var (step, border, spread) = (stride ?? kernel_size, padding ?? 0, dilation ?? 1);
                return new Tensor(NativeMethods.unetfill_max_pool2d(
                    input.Native, [kernel_size, kernel_size], [step, step], [border, border], [spread, spread], ceil_mode));
            }

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                new(NativeMethods.unetfill_mse_loss(input.Native, target.Native, (long)reduction));

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                new(NativeMethods.unetfill_l1_loss(input.Native, target.Native, (long)reduction));
        }
    }
}
