using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor alias() => new(NativeMethods.unetfill_alias(Native));

        public Tensor clone() => new(NativeMethods.unetfill_clone(Native));

        public Tensor pin_memory() => new(NativeMethods.unetfill_pin_memory(Native));

        public Tensor contiguous() => new(NativeMethods.unetfill_contiguous(Native));

        public Tensor detach() => new(NativeMethods.unetfill_detach(Native));

        public Tensor reshape(params long[] shape) => new(NativeMethods.unetfill_reshape(Native, shape, shape.Length));

        public Tensor view(params long[] shape) => new(NativeMethods.unetfill_view(Native, shape, shape.Length));

        public Tensor expand(params long[] sizes) => new(NativeMethods.unetfill_expand(Native, sizes, sizes.Length));

        public Tensor permute(params long[] permutation) => new(NativeMethods.unetfill_permute(Native, permutation, permutation.Length));

        public Tensor transpose(long dim0, long dim1) => new(NativeMethods.unetfill_transpose(Native, dim0, dim1));

        public Tensor t() => new(NativeMethods.unetfill_t(Native));

        public Tensor unsqueeze(long dim) => new(NativeMethods.unetfill_unsqueeze(Native, dim));

        public Tensor squeeze(long? dim = null) => new(dim is { } given
            ? NativeMethods.unetfill_squeeze_dim(Native, given)
            : NativeMethods.unetfill_squeeze(Native));

        public Tensor narrow(long dim, long start, long length) => new(NativeMethods.unetfill_narrow(Native, dim, start, length));

        public Tensor select(long dim, long index) => new(NativeMethods.unetfill_select(Native, dim, index));

        public Tensor index_select(long dim, Tensor index) => new(NativeMethods.unetfill_index_select(Native, dim, index.Native));

        public Tensor gather(long dim, Tensor index) => new(NativeMethods.unetfill_gather(Native, dim, index.Native));

        public Tensor cpu() => to(CPU);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(-1, InitializeDevice(device), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To((int)type, null, copy, disposeAfter, non_blocking);

        private Tensor To(int type, Device? device, bool copy, bool disposeAfter, bool nonBlocking)
        {
            var (deviceType, index) = device is null ? (-1, -1) : ((int)device.type, device.index);
            var result = new Tensor(NativeMethods.unetfill_to(Native, type, deviceType, index, copy, nonBlocking));
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}
