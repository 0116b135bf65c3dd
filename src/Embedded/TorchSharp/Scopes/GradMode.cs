using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Turns the recording of gradients on this thread on or off until it is disposed.</summary>
internal sealed class GradMode : IDisposable
{
    private readonly bool _before = NativeMethods.unetfill_is_grad_enabled();
    private bool _disposed;

    public GradMode(bool enabled) => NativeMethods.unetfill_set_grad_enabled(enabled);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        NativeMethods.unetfill_set_grad_enabled(_before);
    }
}

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static bool is_grad_enabled() => NativeMethods.unetfill_is_grad_enabled();
}
