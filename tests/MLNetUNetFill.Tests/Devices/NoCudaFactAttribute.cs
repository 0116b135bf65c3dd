namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact about machines or builds without any CUDA; skipped where libtorch or ONNX Runtime has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoCudaFactAttribute : FactAttribute
{
    public NoCudaFactAttribute() =>
        Skip = CudaProbe.WithoutTorch is null || CudaProbe.WithoutOnnx is null ? "needs libtorch and ONNX Runtime without CUDA" : null;
}
