using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>One reference to a libtorch tensor, given back when it is disposed or collected.</summary>
internal sealed class TensorHandle : SafeHandle
{
    private static long _live;

    public TensorHandle() : base(IntPtr.Zero, ownsHandle: true)
    {
    }

    /// <summary>Stands for "no tensor" in a native call.</summary>
    public static TensorHandle None { get; } = new();

    /// <summary>Tensors held by the process.</summary>
    public static long Live => Interlocked.Read(ref _live);

    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <summary>Takes a handle that native code has just returned: throws the remembered error where there is none.</summary>
    public static TensorHandle Owned(TensorHandle handle)
    {
        if (handle.IsInvalid)
            throw NativeError.Take();
        Interlocked.Increment(ref _live);
        return handle;
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.unetfill_free(handle);
        Interlocked.Decrement(ref _live);
        return true;
    }
}
