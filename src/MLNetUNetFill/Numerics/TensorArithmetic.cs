namespace MLNetUNetFill.Numerics;

/// <summary>
/// Arithmetic of tensors with numbers, and with each other. TorchSharp's own operators make a <see cref="Scalar"/> that nothing keeps
/// alive: the garbage collector may free it while libtorch reads it, which throws or, worse, gives a wrong number. Even <c>a + b</c> of two
/// tensors makes one, for its factor 1. Here each scalar lives until the operation is done. BannedSymbols.txt forbids the operators.
/// </summary>
internal static class TensorArithmetic
{
    private static readonly Scalar One = 1.ToScalar(), Two = 2.ToScalar();

    /// <summary>left + right.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    /// <summary>tensor + left * right, in one pass over the memory.</summary>
    public static Tensor Plus(this Tensor tensor, Tensor left, Tensor right) => tensor.addcmul(left, right, One);

    /// <summary>tensor + number.</summary>
    public static Tensor Plus(this Tensor tensor, double number) => With(number, scalar => tensor.add(scalar, One));

    /// <summary>tensor - number.</summary>
    public static Tensor Minus(this Tensor tensor, double number) => With(number, scalar => tensor.sub(scalar));

    /// <summary>tensor * number.</summary>
    public static Tensor Times(this Tensor tensor, double number) => With(number, scalar => tensor.mul(scalar));

    /// <summary>tensor / number.</summary>
    public static Tensor Over(this Tensor tensor, double number) => With(number, scalar => tensor.div(scalar));

    /// <summary>tensor * tensor.</summary>
    public static Tensor Squared(this Tensor tensor) => tensor.pow(Two);

    /// <summary>target += addend.</summary>
    public static Tensor Add(this Tensor target, Tensor addend) => target.add_(addend, One);

    /// <summary>target += factor * addend.</summary>
    public static Tensor Add(this Tensor target, Tensor addend, double factor) => With(factor, scalar => target.add_(addend, scalar));

    /// <summary>target += number.</summary>
    public static Tensor Add(this Tensor target, double number) => With(number, scalar => target.add_(scalar, One));

    /// <summary>target += 1, for any type.</summary>
    public static Tensor Increment(this Tensor target) => target.add_(One, One);

    /// <summary>target *= number.</summary>
    public static Tensor Multiply(this Tensor target, double number) => With(number, scalar => target.mul_(scalar));

    /// <summary>target = number everywhere.</summary>
    public static Tensor Fill(this Tensor target, double number) => With(number, scalar => target.fill_(scalar));

    /// <summary>Limits every entry to <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Tensor Within(this Tensor tensor, double least, double most) =>
        With(least, min => With(most, max => tensor.clamp(min, max)));

    /// <summary>Replaces smaller entries by <paramref name="least"/>.</summary>
    public static Tensor AtLeast(this Tensor tensor, double least) => With(least, min => tensor.clamp(min));

    /// <summary>Replaces larger entries by <paramref name="most"/>.</summary>
    public static Tensor AtMost(this Tensor tensor, double most) => With(most, max => tensor.clamp(max: max));

    /// <summary>Where entries are above a number.</summary>
    public static Tensor IsAbove(this Tensor tensor, double number) => With(number, scalar => tensor.gt(scalar));

    /// <summary>Where entries are at least a number.</summary>
    public static Tensor IsFrom(this Tensor tensor, double number) => With(number, scalar => tensor.ge(scalar));

    /// <summary>The values in managed memory, row-major.</summary>
    public static float[] ToManaged(this Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();

    private static Tensor With(double number, Func<Scalar, Tensor> compute)
    {
        using var scalar = number.ToScalar();
        return compute(scalar);
    }
}
