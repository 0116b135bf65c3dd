using System.Globalization;

namespace MLNetUNetFill.Devices;

/// <summary>
/// The number of physical cores that this process may use; on systems other than Linux, of processors. Two compute threads on one core
/// slow each other down, and libraries that spin while they wait become many times slower.
/// </summary>
internal static class PhysicalCores
{
    /// <summary>At least 1 and at most <see cref="Environment.ProcessorCount"/>, which .NET documents as the least of the machine's logical
    /// processors, those of the affinity mask and the CPU limit of the control group (cgroup v1 or v2, rounded up).</summary>
    public static int Count { get; } = Detect();

    /// <summary>Distinct cores behind the processors that a Linux process may run on.</summary>
    /// <param name="processStatus">Lines of /proc/self/status.</param>
    /// <param name="siblingsOf">The thread_siblings_list of a processor in sysfs.</param>
    /// <param name="processorCount">Upper bound, and the result if the lines do not list processors.</param>
    public static int Parse(IEnumerable<string> processStatus, Func<int, string> siblingsOf, int processorCount)
    {
        const string Key = "Cpus_allowed_list:";
        var allowed = processStatus.FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        if (allowed is null) return processorCount;
        var cores = new HashSet<string>(StringComparer.Ordinal);
        foreach (var range in allowed[Key.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var bounds = range.Split('-').Select(bound => int.Parse(bound, CultureInfo.InvariantCulture)).ToArray();
            for (var cpu = bounds[0]; cpu <= bounds[^1]; cpu++) cores.Add(siblingsOf(cpu).Trim());
        }
        return Math.Clamp(cores.Count, 1, processorCount);
    }

    private static int Detect()
    {
        if (!OperatingSystem.IsLinux()) return Environment.ProcessorCount;
        try
        {
            return Parse(File.ReadLines("/proc/self/status"),
                cpu => File.ReadAllText($"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list"), Environment.ProcessorCount);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // Sandboxes hide /proc or /sys.
            return Environment.ProcessorCount;
        }
    }
}

/// <summary>Checks the available memory before a large allocation: the system kills a process that takes more, without a message.</summary>
internal static class AvailableMemory
{
    /// <summary>Requires memory beside what the process already uses.</summary>
    /// <param name="bytes">Estimated size.</param>
    /// <param name="what">Subject of the message's sentence.</param>
    /// <param name="remedy">End of the message's sentence.</param>
    /// <exception cref="GapFillException">The machine or the container has less.</exception>
    public static void Require(long bytes, string what, string remedy)
    {
        var available = Math.Max(0, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - GC.GetTotalMemory(forceFullCollection: false));
        if (bytes > available)
            throw new GapFillException($"{what} needs about {TrainingPlan.Gigabytes(bytes)} of memory, "
                + $"but {TrainingPlan.Gigabytes(available)} are available; {remedy}.");
    }
}
