namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact about machines or builds without CUDA for libtorch; skipped where libtorch has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoTorchCudaFactAttribute : FactAttribute
{
    public NoTorchCudaFactAttribute() =>
        Skip = CudaProbe.WithoutTorch is null ? "needs libtorch without CUDA" : null;
}
