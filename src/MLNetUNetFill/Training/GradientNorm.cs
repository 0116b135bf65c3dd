using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Training;

/// <summary>Keeps the gradients of a training step short (Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013).</summary>
internal static class GradientNorm
{
    private const double NoDivisionByZero = 1e-6;

    /// <summary>Scales gradients to a Euclidean norm of at most <paramref name="most"/>, all by the same factor.</summary>
    /// <param name="parameters">Parameters on one device, with gradients.</param>
    /// <param name="most">The norm.</param>
    public static void Clip(Parameter[] parameters, double most)
    {
        if (parameters[0].device_type == DeviceType.CPU) nn.utils.clip_grad_norm_(parameters, most);
        else ClipWithoutWaiting(parameters, most);
    }

    /// <summary><see cref="Clip"/> as operations on the device alone: clip_grad_norm_ hands the norm to the host, which has to wait for it.</summary>
    public static void ClipWithoutWaiting(Parameter[] parameters, double most)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        var norm = stack([.. gradients.Select(gradient => (gradient * gradient).sum())]).sum().sqrt();
        var factor = (most / (norm + NoDivisionByZero)).clamp(max: 1);
        foreach (var gradient in gradients) gradient.mul_(factor);
    }
}
