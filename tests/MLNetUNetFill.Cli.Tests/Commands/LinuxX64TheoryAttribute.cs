using System.Runtime.InteropServices;

namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary>A theory about the loader of Linux; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxX64TheoryAttribute : TheoryAttribute
{
    public LinuxX64TheoryAttribute()
    {
        if (RuntimeInformation.RuntimeIdentifier is not "linux-x64" and var other) Skip = $"is about linux-x64, and this is {other}";
    }
}
