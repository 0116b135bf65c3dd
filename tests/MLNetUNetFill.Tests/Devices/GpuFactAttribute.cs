using TorchSharp;

namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact that needs a CUDA device; skipped where libtorch sees none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute()
    {
        if (!torch.cuda.is_available()) Skip = "needs a CUDA device, and libtorch sees none";
    }
}

/// <summary>A fact about machines without CUDA; skipped where libtorch sees a device.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoGpuFactAttribute : FactAttribute
{
    public NoGpuFactAttribute()
    {
        if (torch.cuda.is_available()) Skip = "needs a machine without CUDA, and libtorch sees a device";
    }
}
