using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public ScalarType dtype => (ScalarType)NativeMethods.unetfill_type(Native);

        public Device device => new(device_type, NativeMethods.unetfill_device_index(Native));

        public DeviceType device_type => (DeviceType)NativeMethods.unetfill_device_type(Native);

        public long ndim => NativeMethods.unetfill_rank(Native);

        public long Dimensions => ndim;

        public long NumberOfElements => NativeMethods.unetfill_count(Native);

        public long numel() => NumberOfElements;

        public long[] shape
        {
            get
            {
                var sizes = new long[ndim];
                NativeMethods.unetfill_shape(Native, sizes);
                return sizes;
            }
        }

        public long size(int dim) => shape[dim < 0 ? dim + (int)ndim : dim];

        public long[] stride()
        {
            var strides = new long[ndim];
            NativeMethods.unetfill_strides(Native, strides);
            return strides;
        }

        public bool is_contiguous() => NativeMethods.unetfill_is_contiguous(Native);

        public bool requires_grad
        {
            get => NativeMethods.unetfill_requires_grad(Native);
            set => NativeError.Check(NativeMethods.unetfill_set_requires_grad(Native, value));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public Tensor? grad
        {
            get
            {
                var handle = NativeMethods.unetfill_grad(Native);
                if (!handle.IsInvalid)
                    return new Tensor(handle);
                return NativeError.TryTake() is { } error ? throw error : null;
            }
            set => NativeError.Check(NativeMethods.unetfill_set_grad(Native, NativeOrNone(value)));
        }

        public void backward() => NativeError.Check(NativeMethods.unetfill_backward(Native));

        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            TensorAccessor<T>.Validate(dtype);
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        internal double ToReal()
        {
            NativeError.Check(NativeMethods.unetfill_item(Native, out var value));
            return value;
        }

        internal long ToInteger()
        {
            NativeError.Check(NativeMethods.unetfill_item_integer(Native, out var value));
            return value;
        }
    }
}
