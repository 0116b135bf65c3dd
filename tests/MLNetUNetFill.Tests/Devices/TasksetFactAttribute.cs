namespace MLNetUNetFill.Tests.Devices;

/// <summary>A fact that binds a process to a processor; skipped where there is no taskset or one processor alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TasksetFactAttribute : FactAttribute
{
    private const string Key = "Cpus_allowed_list:";

    public TasksetFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!OperatingSystem.IsLinux() || !folders.Any(folder => File.Exists(Path.Combine(folder, "taskset"))))
            Skip = "needs taskset (Debian: apt install util-linux)";
        else if (int.TryParse(AllowedProcessors, out _)) Skip = "needs two processors, and this process may use one";
    }

    /// <summary>As Linux lists them: <c>0-3,6</c>.</summary>
    public static string AllowedProcessors =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(Key, StringComparison.Ordinal))[Key.Length..].Trim();
}
