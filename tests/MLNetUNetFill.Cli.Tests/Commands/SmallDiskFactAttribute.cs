using System.Diagnostics;

namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary>A test that needs a small disk of its own; skipped where none can be mounted.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    /// <summary>Mounts 64 KB on a folder, in a mount namespace of the shell's own.</summary>
    public const string Mount = "mount -t tmpfs -o size=64k tmpfs";

    private static readonly bool CanMount = OperatingSystem.IsLinux() && Try($"unshare -m bash -c '{Mount} /mnt'");

    public SmallDiskFactAttribute()
    {
        if (!CanMount) Skip = "This machine lets nobody mount a small disk (unshare, tmpfs).";
    }

    private static bool Try(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
