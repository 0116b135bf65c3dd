using TorchSharp.Modules;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var handles = new HandleList(tensors);
                NativeError.Check(
                    NativeMethods.unetfill_clip_grad_norm(handles.Pointers, handles.Count, max_norm, norm_type, out var norm));
                return norm;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var handles = new HandleList(tensors);
                NativeError.Check(NativeMethods.unetfill_clip_grad_value(handles.Pointers, handles.Count, clip_value));
            }
        }
    }
}
