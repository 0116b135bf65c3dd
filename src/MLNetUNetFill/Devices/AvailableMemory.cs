namespace MLNetUNetFill.Devices;

/// <summary>Refuses, before it starts, what the memory cannot hold: a process that takes more is killed without a word.</summary>
internal static class AvailableMemory
{
    /// <summary>Makes sure of memory beside what the process holds already.</summary>
    /// <param name="bytes">How much, by estimate.</param>
    /// <param name="what">What needs it, to begin the sentence.</param>
    /// <param name="remedy">What to do about it, to end the sentence.</param>
    /// <exception cref="GapFillException">The machine or the container has less.</exception>
    public static void Require(long bytes, string what, string remedy)
    {
        var available = Math.Max(0, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - GC.GetTotalMemory(forceFullCollection: false));
        if (bytes > available)
            throw new GapFillException($"{what} needs about {TrainingPlan.Gigabytes(bytes)} of memory, but {TrainingPlan.Gigabytes(available)} are available; {remedy}.");
    }
}
