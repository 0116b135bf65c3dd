namespace MLNetUNetFill.Tests.Devices;

/// <summary>A theory about machines or builds without CUDA for libtorch; skipped where libtorch has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoTorchCudaTheoryAttribute : TheoryAttribute
{
    public NoTorchCudaTheoryAttribute() =>
        Skip = CudaProbe.WithoutTorch is null ? "needs libtorch without CUDA" : null;
}
