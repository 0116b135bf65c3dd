namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary>A test of what the shell and the system of Linux do.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "Only Linux has this shell and these files.";
    }
}
