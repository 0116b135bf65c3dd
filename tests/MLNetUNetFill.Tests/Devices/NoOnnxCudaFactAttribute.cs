namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact about machines or builds without CUDA for ONNX Runtime; skipped where ONNX Runtime has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoOnnxCudaFactAttribute : FactAttribute
{
    public NoOnnxCudaFactAttribute() =>
        Skip = CudaProbe.WithoutOnnx is null ? "needs ONNX Runtime without CUDA" : null;
}
