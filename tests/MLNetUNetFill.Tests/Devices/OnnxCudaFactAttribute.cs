namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact that needs ONNX Runtime's CUDA; skipped where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxCudaFactAttribute : FactAttribute
{
    public OnnxCudaFactAttribute() =>
        Skip = CudaProbe.WithoutOnnx is { } obstacle ? $"needs CUDA for ONNX Runtime: {obstacle}" : null;
}
