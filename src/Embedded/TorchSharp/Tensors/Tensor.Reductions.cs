using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => new(NativeMethods.unetfill_sum(Native, Code(type)));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum(dim.AsSpan(), keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            new(NativeMethods.unetfill_sum_over(Native, dim, dim.Length, keepdim, Code(type)));

        public Tensor mean() => new(NativeMethods.unetfill_mean(Native));

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            new(NativeMethods.unetfill_mean_over(Native, dimensions, dimensions.Length, keepdim, Code(type)));

        public Tensor max() => new(NativeMethods.unetfill_max(Native));

        /// <summary>The element type as the shim takes it: -1 where none is asked for.</summary>
        private static int Code(ScalarType? type) => type is { } given ? (int)given : -1;
    }
}
