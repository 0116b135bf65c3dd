namespace MLNetUNetFill.Devices;

/// <summary>Why a library cannot use CUDA.</summary>
/// <param name="Reason">A clause, or several.</param>
/// <param name="Remedy">The remedy, as a clause in the imperative.</param>
internal readonly record struct CudaObstacle(string Reason, string Remedy)
{
    /// <summary>Finds out why a library cannot use any CUDA device; null if no reason is known.</summary>
    /// <param name="driver">The machine's driver.</param>
    /// <param name="isBuiltForCuda">Whether the library is its CUDA build.</param>
    /// <param name="library">Its name.</param>
    /// <param name="package">The NuGet package of its CUDA build.</param>
    public static CudaObstacle? Find(CudaDriver driver, bool isBuiltForCuda, string library, string package)
    {
        List<string> reasons = [], remedies = [];
        if (driver.Problem is { } problem)
        {
            reasons.Add(problem);
            remedies.Add("install an NVIDIA driver");
        }
        if (!isBuiltForCuda)
        {
            reasons.Add($"this {library} is built for the CPU alone");
            remedies.Add($"build with -p:Accelerator=cuda (or reference the package {package})");
        }
        return reasons.Count == 0 ? null : new(string.Join(" and ", reasons), string.Join(" and ", remedies));
    }
}
