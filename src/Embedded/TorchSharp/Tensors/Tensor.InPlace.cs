using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add_(Tensor target) => InPlace(NativeMethods.unetfill_add_in_place(Native, target.Native));

        public Tensor add_(Scalar scalar) => InPlace(NativeMethods.unetfill_add_number_in_place(Native, scalar.Number));

        public Tensor sub_(Tensor target) => InPlace(NativeMethods.unetfill_sub_in_place(Native, target.Native));

        public Tensor sub_(Scalar target) => InPlace(NativeMethods.unetfill_sub_number_in_place(Native, target.Number));

        public Tensor mul_(Tensor target) => InPlace(NativeMethods.unetfill_mul_in_place(Native, target.Native));

        public Tensor mul_(Scalar target) => InPlace(NativeMethods.unetfill_mul_number_in_place(Native, target.Number));

        public Tensor relu_() => InPlace(NativeMethods.unetfill_relu_in_place(Native));

        public Tensor sigmoid_() => InPlace(NativeMethods.unetfill_sigmoid_in_place(Native));

        public Tensor fill_(Scalar value) => InPlace(NativeMethods.unetfill_fill(Native, value.Number));

        public Tensor zero_() => fill_(0);

        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            InPlace(NativeMethods.unetfill_copy(Native, source.Native, nonBlocking));
    }
}
