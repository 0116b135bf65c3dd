using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>The functions of the shim, in alphabetical order; a failure leaves its text to <see cref="NativeError"/>.</summary>
internal static partial class NativeMethods
{
    internal const string Library = "unetfill_torch";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), NativeLoader.Resolve);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_abs(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_adam_step(
        TensorHandle parameter, TensorHandle expAvg, TensorHandle expAvgSq, TensorHandle maxExpAvgSq, long step, double lr,
        double beta1, double beta2, double eps, double weightDecay, NativeBool maximize);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_add(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_add_in_place(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_add_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_add_number_in_place(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_alias(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_allclose(
        TensorHandle self, TensorHandle other, double rtol, double atol, NativeBool equalNan, out NativeBool result);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_backward(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_batch_norm(
        TensorHandle input, TensorHandle weight, TensorHandle bias, TensorHandle runningMean, TensorHandle runningVar,
        NativeBool training, double momentum, double eps);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_cat(ReadOnlySpan<IntPtr> handles, int count, long dim);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_clamp(TensorHandle self, NativeNumber min, NativeNumber max);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_clip_grad_norm(
        ReadOnlySpan<IntPtr> parameters, int count, double maxNorm, double normType, out double norm);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_clip_grad_value(ReadOnlySpan<IntPtr> parameters, int count, double value);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_clone(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_constant(TensorHandle self, NativeNumber value);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_contiguous(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_conv2d(
        TensorHandle input, TensorHandle weight, TensorHandle bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding,
        ReadOnlySpan<long> dilation, long groups);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_conv2d_named_padding(
        TensorHandle input, TensorHandle weight, TensorHandle bias, ReadOnlySpan<long> stride, NativeBool same,
        ReadOnlySpan<long> dilation, long groups);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_conv_transpose2d(
        TensorHandle input, TensorHandle weight, TensorHandle bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding,
        ReadOnlySpan<long> outputPadding, ReadOnlySpan<long> dilation, long groups);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_copy(TensorHandle self, TensorHandle source, NativeBool nonBlocking);

    [LibraryImport(Library)]
    internal static partial long unetfill_count(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial int unetfill_cuda_device_count();

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_cuda_is_available();

    [LibraryImport(Library)]
    internal static partial IntPtr unetfill_data(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_detach(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial int unetfill_device_index(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial int unetfill_device_type(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_div(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_div_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_dropout2d(TensorHandle input, double p, NativeBool training, NativeBool inPlace);

    [LibraryImport(Library)]
    internal static partial long unetfill_element_size(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_empty(
        ReadOnlySpan<long> sizes, int rank, int type, int device, int index, NativeBool requiresGrad);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_eq(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_eq_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_equal(TensorHandle self, TensorHandle other, out NativeBool result);

    [LibraryImport(Library)]
    internal static partial IntPtr unetfill_error();

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_exp(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_expand(TensorHandle self, ReadOnlySpan<long> sizes, int count);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_fill(TensorHandle self, NativeNumber value);

    [LibraryImport(Library)]
    internal static partial void unetfill_free(IntPtr handle);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_from_data(
        ReadOnlySpan<byte> data, int dataType, ReadOnlySpan<long> sizes, int rank, int type, int device, int index,
        NativeBool requiresGrad);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_full(
        ReadOnlySpan<long> sizes, int rank, NativeNumber value, int type, int device, int index, NativeBool requiresGrad);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_full_like(
        TensorHandle self, NativeNumber value, int type, int device, int index, NativeBool requiresGrad);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_gather(TensorHandle self, long dim, TensorHandle index);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_ge(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_ge_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial void unetfill_generator_free(IntPtr generator);

    [LibraryImport(Library)]
    internal static partial GeneratorHandle unetfill_generator_new(ulong seed);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_generator_seed(GeneratorHandle generator, long seed);

    [LibraryImport(Library)]
    internal static partial int unetfill_get_num_threads();

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_grad(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_gt(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_gt_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_index_select(TensorHandle self, long dim, TensorHandle index);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_is_contiguous(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_is_grad_enabled();

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_item(TensorHandle self, out double value);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_item_integer(TensorHandle self, out long value);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_kaiming_uniform(TensorHandle self, double a, NativeBool fanOut, NativeBool leaky);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_l1_loss(TensorHandle input, TensorHandle target, long reduction);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_le(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_le_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_lgamma(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_linear(TensorHandle input, TensorHandle weight, TensorHandle bias);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_log(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_log1p(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_lt(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_lt_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial GeneratorHandle unetfill_manual_seed(long seed);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_masked_fill(TensorHandle self, TensorHandle mask, NativeNumber value);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_masked_select(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_matmul(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_max(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_max_pool2d(
        TensorHandle input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding,
        ReadOnlySpan<long> dilation, NativeBool ceilMode);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_maximum(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_mean(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_mean_over(
        TensorHandle self, ReadOnlySpan<long> dims, int count, NativeBool keepdim, int type);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_mm(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_move(TensorHandle self, int type, int device, int index);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_mse_loss(TensorHandle input, TensorHandle target, long reduction);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_mul(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_mul_in_place(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_mul_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_mul_number_in_place(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_narrow(TensorHandle self, long dim, long start, long length);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_ne(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_ne_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_neg(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_normal(TensorHandle self, double mean, double std, GeneratorHandle generator);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_ones(
        ReadOnlySpan<long> sizes, int rank, int type, int device, int index, NativeBool requiresGrad);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_pad(TensorHandle input, ReadOnlySpan<long> padding, int count, int mode);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_permute(TensorHandle self, ReadOnlySpan<long> dims, int count);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_pin_memory(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_pow(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_pow_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_rand(
        ReadOnlySpan<long> sizes, int rank, GeneratorHandle generator, int type, int device, int index, NativeBool requiresGrad);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_randn(
        ReadOnlySpan<long> sizes, int rank, GeneratorHandle generator, int type, int device, int index, NativeBool requiresGrad);

    [LibraryImport(Library)]
    internal static partial long unetfill_rank(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_rdiv(TensorHandle self, NativeNumber left);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_relu(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_relu_in_place(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_requires_grad(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_reshape(TensorHandle self, ReadOnlySpan<long> sizes, int count);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_rmsprop_step(
        TensorHandle parameter, TensorHandle squareAvg, TensorHandle gradAvg, TensorHandle momentumBuffer, double lr, double alpha,
        double eps, double weightDecay, double momentum, NativeBool maximize);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_rsub(TensorHandle self, NativeNumber left);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_select(TensorHandle self, long dim, long index);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_set_grad(TensorHandle self, TensorHandle value);

    [LibraryImport(Library)]
    internal static partial void unetfill_set_grad_enabled(NativeBool enabled);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_set_requires_grad(TensorHandle self, NativeBool value);

    [LibraryImport(Library)]
    internal static partial void unetfill_shape(TensorHandle self, Span<long> sizes);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_sigmoid(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_sigmoid_in_place(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_softplus(TensorHandle input, double beta, double threshold);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_sqrt(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_squeeze(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_squeeze_dim(TensorHandle self, long dim);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_stack(ReadOnlySpan<IntPtr> handles, int count, long dim);

    [LibraryImport(Library)]
    internal static partial void unetfill_strides(TensorHandle self, Span<long> strides);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_sub(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_sub_in_place(TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_sub_number(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_sub_number_in_place(TensorHandle self, NativeNumber other);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_sum(TensorHandle self, int type);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_sum_over(
        TensorHandle self, ReadOnlySpan<long> dims, int count, NativeBool keepdim, int type);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_t(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_to(
        TensorHandle self, int type, int device, int index, NativeBool copy, NativeBool nonBlocking);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_transpose(TensorHandle self, long dim0, long dim1);

    [LibraryImport(Library)]
    internal static partial int unetfill_type(TensorHandle self);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_uniform(TensorHandle self, double low, double high, GeneratorHandle generator);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_unsqueeze(TensorHandle self, long dim);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_view(TensorHandle self, ReadOnlySpan<long> sizes, int count);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_where(TensorHandle condition, TensorHandle self, TensorHandle other);

    [LibraryImport(Library)]
    internal static partial NativeBool unetfill_zero_grad(ReadOnlySpan<IntPtr> parameters, int count);

    [LibraryImport(Library)]
    internal static partial TensorHandle unetfill_zeros(
        ReadOnlySpan<long> sizes, int rank, int type, int device, int index, NativeBool requiresGrad);
}
