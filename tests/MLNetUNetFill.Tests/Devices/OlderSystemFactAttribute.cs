namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact about systems whose libstdc++ is older than TorchSharp's library asks for; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OlderSystemFactAttribute : FactAttribute
{
    public OlderSystemFactAttribute()
    {
        Skip = new LinuxX64FactAttribute().Skip
            ?? (NewerLibstdcxx.IsInstalled ? "is about systems without GLIBCXX_3.4.32, and this has it" : null);
    }
}
