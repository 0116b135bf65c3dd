using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static class init
        {
            public enum NonlinearityType
            {
                ReLU = 9,
                LeakyReLU = 10,
            }

            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            public static Tensor constant_(Tensor tensor, Scalar val)
            {
                NativeError.Check(NativeMethods.unetfill_constant(tensor.Native, val.Number));
                return tensor;
            }

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
            {
                NativeError.Check(NativeMethods.unetfill_uniform(tensor.Native, low, high, generator?.Native ?? GeneratorHandle.Default));
                return tensor;
            }

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
            {
                NativeError.Check(NativeMethods.unetfill_normal(tensor.Native, mean, std, generator?.Native ?? GeneratorHandle.Default));
                return tensor;
            }

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var sizes = tensor.shape;
                if (sizes.Length < 2)
                    throw new ExternalException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
                var receptive = sizes.Skip(2).Aggregate(1L, (product, size) => product * size);
                var bound = gain * Math.Sqrt(6.0 / ((sizes[0] + sizes[1]) * receptive));
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                NativeError.Check(NativeMethods.unetfill_kaiming_uniform(
                    tensor.Native, a, mode == FanInOut.FanOut, nonlinearity == NonlinearityType.LeakyReLU));
                return tensor;
            }
        }
    }
}
