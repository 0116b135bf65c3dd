using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>A libtorch random number generator.</summary>
internal sealed class GeneratorHandle : SafeHandle
{
    public GeneratorHandle() : base(IntPtr.Zero, ownsHandle: true)
    {
    }

    /// <summary>Stands for the default generator in a native call.</summary>
    public static GeneratorHandle Default { get; } = new();

    public override bool IsInvalid => handle == IntPtr.Zero;

    protected override bool ReleaseHandle()
    {
        NativeMethods.unetfill_generator_free(handle);
        return true;
    }
}
