using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => new(NativeMethods.unetfill_abs(Native));

        public Tensor exp() => new(NativeMethods.unetfill_exp(Native));

        public Tensor lgamma() => new(NativeMethods.unetfill_lgamma(Native));

        public Tensor log() => new(NativeMethods.unetfill_log(Native));

        public Tensor log1p() => new(NativeMethods.unetfill_log1p(Native));

        public Tensor neg() => new(NativeMethods.unetfill_neg(Native));

        public Tensor relu() => new(NativeMethods.unetfill_relu(Native));

        public Tensor sigmoid() => new(NativeMethods.unetfill_sigmoid(Native));

        public Tensor sqrt() => new(NativeMethods.unetfill_sqrt(Native));

        public Tensor square() => pow(2);

        public Tensor pow(Tensor exponent) => new(NativeMethods.unetfill_pow(Native, exponent.Native));

        public Tensor pow(Scalar exponent) => new(NativeMethods.unetfill_pow_number(Native, exponent.Number));

        public Tensor add(Tensor target) => new(NativeMethods.unetfill_add(Native, target.Native));

        public Tensor add(Scalar scalar) => new(NativeMethods.unetfill_add_number(Native, scalar.Number));

        public Tensor sub(Tensor target) => new(NativeMethods.unetfill_sub(Native, target.Native));

        public Tensor sub(Scalar target) => new(NativeMethods.unetfill_sub_number(Native, target.Number));

        public Tensor mul(Tensor target) => new(NativeMethods.unetfill_mul(Native, target.Native));

        public Tensor mul(Scalar target) => new(NativeMethods.unetfill_mul_number(Native, target.Number));

        public Tensor eq(Tensor target) => new(NativeMethods.unetfill_eq(Native, target.Native));

        public Tensor eq(Scalar target) => new(NativeMethods.unetfill_eq_number(Native, target.Number));

        public Tensor ne(Tensor target) => new(NativeMethods.unetfill_ne(Native, target.Native));

        public Tensor ne(Scalar target) => new(NativeMethods.unetfill_ne_number(Native, target.Number));

        public Tensor gt(Tensor target) => new(NativeMethods.unetfill_gt(Native, target.Native));

        public Tensor gt(Scalar target) => new(NativeMethods.unetfill_gt_number(Native, target.Number));

        public Tensor ge(Tensor target) => new(NativeMethods.unetfill_ge(Native, target.Native));

        public Tensor ge(Scalar target) => new(NativeMethods.unetfill_ge_number(Native, target.Number));

        public Tensor lt(Tensor target) => new(NativeMethods.unetfill_lt(Native, target.Native));

        public Tensor lt(Scalar target) => new(NativeMethods.unetfill_lt_number(Native, target.Number));

        public Tensor le(Tensor target) => new(NativeMethods.unetfill_le(Native, target.Native));

        public Tensor le(Scalar target) => new(NativeMethods.unetfill_le_number(Native, target.Number));

        private Tensor div(Tensor target) => new(NativeMethods.unetfill_div(Native, target.Native));

        private Tensor div(Scalar target) => new(NativeMethods.unetfill_div_number(Native, target.Number));

        public Tensor matmul(Tensor target) => new(NativeMethods.unetfill_matmul(Native, target.Native));

        public Tensor mm(Tensor target) => new(NativeMethods.unetfill_mm(Native, target.Native));

        public Tensor maximum(Tensor other) => new(NativeMethods.unetfill_maximum(Native, other.Native));

        public Tensor masked_select(Tensor mask) => new(NativeMethods.unetfill_masked_select(Native, mask.Native));

        public Tensor clamp(Scalar? min = null, Scalar? max = null) =>
            new(NativeMethods.unetfill_clamp(Native, min?.Number ?? NativeNumber.Absent, max?.Number ?? NativeNumber.Absent));

        /// <summary>This tensor's elements where the condition holds, the other's elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => new(NativeMethods.unetfill_where(condition.Native, Native, y.Native));

        public Tensor masked_fill(Tensor mask, Scalar value) => new(NativeMethods.unetfill_masked_fill(Native, mask.Native, value.Number));

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            NativeError.Check(NativeMethods.unetfill_allclose(Native, target.Native, rtol, atol, equal_nan, out var result));
            return result;
        }
    }
}
