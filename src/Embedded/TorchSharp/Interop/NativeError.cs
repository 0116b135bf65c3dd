using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Turns what libtorch threw into a .NET exception with the same text.</summary>
internal static class NativeError
{
    /// <summary>The exception for the failure remembered on this thread.</summary>
    public static ExternalException Take() => TryTake() ?? new ExternalException("libtorch failed without saying why.");

    /// <summary>The exception for the failure remembered on this thread, or null where nothing failed.</summary>
    public static ExternalException? TryTake()
    {
        var text = NativeMethods.unetfill_error();
        return text == IntPtr.Zero ? null : new ExternalException(Marshal.PtrToStringUTF8(text));
    }

    /// <summary>Throws unless the native call succeeded.</summary>
    public static void Check(bool succeeded)
    {
        if (!succeeded)
            throw Take();
    }
}
