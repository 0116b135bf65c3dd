namespace MLNetUNetFill.Devices;

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
