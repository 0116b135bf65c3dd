namespace MLNetUNetFill.Devices;

/// <summary>What keeps a library from using CUDA.</summary>
/// <param name="Reason">A clause, or several.</param>
/// <param name="Remedy">What to do about it, as a clause in the imperative.</param>
internal readonly record struct CudaObstacle(string Reason, string Remedy)
{
    /// <summary>What keeps a library from using any CUDA device; null where nothing is known to.</summary>
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
