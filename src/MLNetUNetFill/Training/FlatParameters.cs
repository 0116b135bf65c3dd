using TorchSharp.Modules;

namespace MLNetUNetFill.Training;

/// <summary>
/// The parameters of a network as one vector and their gradients as another: an optimiser then takes a few operations a step
/// instead of a few for each parameter. The parameters become views of the vector, so they change with it.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    /// <summary>Every parameter starts on a cache line, 64 bytes.</summary>
    private const long Alignment = 16;

    /// <summary>Joins parameters.</summary>
    /// <param name="parameters">Parameters in single precision, on the device that trains.</param>
    public FlatParameters(IReadOnlyList<Parameter> parameters)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var length = parameters.Sum(parameter => Padded(parameter.numel()));
        Values = zeros(length, device: parameters[0].device);
        Gradients = zeros_like(Values);
        long start = 0;
        foreach (var parameter in parameters)
        {
            var values = View(Values, start, parameter);
            values.copy_(parameter);
            parameter.set_(values);
            // libtorch adds to an existing gradient, and so to the vector.
            parameter.grad = View(Gradients, start, parameter);
            LastStart = start;
            start += Padded(parameter.numel());
        }
        Values.DetachFromDisposeScope();
        Gradients.DetachFromDisposeScope();
    }

    /// <summary>The parameters, one after the other, with zeros between them.</summary>
    public Tensor Values { get; }

    /// <summary>Where the last parameter starts.</summary>
    public long LastStart { get; }

    /// <summary>Their gradients in the same places.</summary>
    public Tensor Gradients { get; }

    /// <summary>Sets the gradients to 0.</summary>
    public void ZeroGradients() => Gradients.zero_();

    /// <summary>Scales the gradients to a Euclidean norm of at most <paramref name="most"/>, all by the same factor (Pascanu, Mikolov and
    /// Bengio, On the difficulty of training recurrent neural networks, ICML 2013), without waiting for the device.</summary>
    public void ClipNorm(double most)
    {
        const double noDivisionByZero = 1e-6;
        using var scope = NewDisposeScope();
        var norm = Gradients.mul(Gradients).sum().sqrt();
        Gradients.mul_(norm.Plus(noDivisionByZero).reciprocal().Times(most).AtMost(1));
    }

    /// <summary>Limits every entry of the gradients to -limit to limit.</summary>
    public void ClipValues(double limit)
    {
        using var scope = NewDisposeScope();
        Gradients.copy_(Gradients.Within(-limit, limit));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
    }

    private static Tensor View(Tensor vector, long start, Tensor parameter) =>
        vector.narrow(0, start, parameter.numel()).reshape(parameter.shape);

    private static long Padded(long count) => (count + Alignment - 1) / Alignment * Alignment;
}
