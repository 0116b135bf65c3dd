using MLNetUNetFill.Devices;
using MLNetUNetFill.Scoring;

namespace MLNetUNetFill.Tests.Devices;

/// <summary>Which of the two libraries can use CUDA here. Tests are discovered with it, so it never throws.</summary>
internal static class CudaProbe
{
    private static readonly Lazy<string?> s_withoutTorch = new(() => Obstacle(() => TorchDevice.Choose(ComputeDevice.Cuda)));
    private static readonly Lazy<string?> s_withoutOnnx = new(() => Obstacle(() => DeviceSession.Require(ComputeDevice.Cuda)));

    /// <summary>Why libtorch cannot use CUDA; null where it can.</summary>
    public static string? WithoutTorch => s_withoutTorch.Value;

    /// <summary>Why ONNX Runtime cannot use CUDA; null where it can.</summary>
    public static string? WithoutOnnx => s_withoutOnnx.Value;

    private static string? Obstacle(Action useCuda)
    {
        try
        {
            useCuda();
            return null;
        }
        catch (Exception e)
        {
            // After the reason the message says what a user can do.
            return e.Message.Split("; ")[0];
        }
    }
}
