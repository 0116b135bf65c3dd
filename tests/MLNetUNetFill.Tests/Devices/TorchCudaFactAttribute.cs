namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact that needs libtorch's CUDA; skipped where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchCudaFactAttribute : FactAttribute
{
    public TorchCudaFactAttribute() =>
        Skip = CudaProbe.WithoutTorch is { } obstacle ? $"needs CUDA for libtorch: {obstacle}" : null;
}
