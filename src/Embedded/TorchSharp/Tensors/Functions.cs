using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Concatenate(tensors, dim);

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Concatenate(tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Concatenate(tensors.ToArray(), dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Join(tensors, dim, NativeMethods.unetfill_stack);

    public static Tensor abs(Tensor input) => input.abs();

    public static Tensor exp(Tensor input) => input.exp();

    public static Tensor lgamma(Tensor input) => input.lgamma();

    public static Tensor log(Tensor input) => input.log();

    public static Tensor log1p(Tensor input) => input.log1p();

    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    public static Tensor sqrt(Tensor input) => input.sqrt();

    public static Tensor square(Tensor input) => input.square();

    public static Tensor mean(Tensor input) => input.mean();

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);

    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);

    // A single tensor is not copied: the result shares its values.
    private static Tensor Concatenate(IList<Tensor> tensors, long dim) => tensors.Count switch
    {
        0 => throw new ArgumentException("There is nothing to concatenate.", nameof(tensors)),
        1 => tensors[0].alias(),
        _ => Join(tensors, dim, NativeMethods.unetfill_cat),
    };

    private static Tensor Join(IEnumerable<Tensor> tensors, long dim, JoinFunction join)
    {
        using var handles = new HandleList(tensors);
        return new Tensor(join(handles.Pointers, handles.Count, dim));
    }

    private delegate TensorHandle JoinFunction(ReadOnlySpan<IntPtr> tensors, int count, long dim);
}
