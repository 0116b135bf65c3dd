using System.Runtime.InteropServices;

namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact about TorchSharp's library for Linux; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxX64FactAttribute : FactAttribute
{
    public LinuxX64FactAttribute()
    {
        if (RuntimeInformation.RuntimeIdentifier is not "linux-x64" and var other) Skip = $"is about linux-x64, and this is {other}";
    }
}
