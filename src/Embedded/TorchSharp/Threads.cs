using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static int get_num_threads() => NativeMethods.unetfill_get_num_threads();

    public static void set_num_threads(int num) => NativeError.Check(NativeMethods.unetfill_set_num_threads(num));
}
