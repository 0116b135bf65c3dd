namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact that needs libtorch's and ONNX Runtime's CUDA; skipped where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute() =>
        Skip = (CudaProbe.WithoutTorch ?? CudaProbe.WithoutOnnx) is { } obstacle ? $"needs CUDA for both libraries: {obstacle}" : null;
}
