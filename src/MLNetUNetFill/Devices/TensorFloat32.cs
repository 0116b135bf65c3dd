using static TorchSharp.torch;

namespace MLNetUNetFill.Devices;

/// <summary>
/// Whether convolutions and matrix products on CUDA may round their factors to TensorFloat-32, which has 10 bits of mantissa: one setting
/// for training and scoring. They may not: results would differ visibly from the CPU's. By default ONNX Runtime rounds, and libtorch does
/// in convolutions.
/// </summary>
internal static class TensorFloat32
{
    private static bool IsAllowed => false;

    /// <summary>The value of ONNX Runtime's option <c>use_tf32</c>.</summary>
    public static string OnnxRuntimeOption => IsAllowed ? "1" : "0";

    /// <summary>Sets it in libtorch, for the whole process.</summary>
    public static void ApplyToTorch()
    {
        backends.cuda.matmul.allow_tf32 = IsAllowed;
        backends.cudnn.allow_tf32 = IsAllowed;
    }
}
