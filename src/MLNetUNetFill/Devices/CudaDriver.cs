using System.Runtime.InteropServices;

namespace MLNetUNetFill.Devices;

/// <summary>
/// The state of NVIDIA's driver. libtorch and ONNX Runtime do not distinguish a machine without a driver from a library without CUDA, and
/// they give a device's memory only after using some of it.
/// </summary>
/// <param name="DeviceMemory">Bytes of each CUDA device's memory; none if CUDA is unavailable.</param>
/// <param name="Problem">Why CUDA is unavailable, as a clause; null if it is available.</param>
internal sealed record CudaDriver(IReadOnlyList<long> DeviceMemory, string? Problem)
{
    /// <summary>The error of a driver that finds no device, perhaps because CUDA_VISIBLE_DEVICES hides them all.</summary>
    private const int NoDevice = 100;

    private static readonly Lazy<CudaDriver> Found = new(Find);

    private delegate int InitializeFunction(uint flags);

    private delegate int CountFunction(out int count);

    private delegate int MemoryFunction(out nuint bytes, int device);

    /// <summary>This machine's driver, looked up once.</summary>
    public static CudaDriver Current => Found.Value;

    private static CudaDriver Find()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver))
            return Unusable("this machine has no NVIDIA driver");
        if (Function<InitializeFunction>(driver, "cuInit") is not { } initialize
            || Function<CountFunction>(driver, "cuDeviceGetCount") is not { } countDevices
            || Function<MemoryFunction>(driver, "cuDeviceTotalMem_v2") is not { } measure)
            return Unusable("this machine's NVIDIA driver is incomplete");
        var error = initialize(0);
        var count = 0;
        if (error == 0) error = countDevices(out count);
        var memory = new long[count];
        for (var device = 0; device < count && error == 0; device++)
        {
            error = measure(out var bytes, device);
            memory[device] = (long)bytes;
        }
        return error == NoDevice || (error == 0 && count == 0) ? Unusable("the NVIDIA driver sees no GPU")
            : error == 0 ? new(memory, null) : Unusable(FormattableString.Invariant($"the NVIDIA driver fails with error {error}"));
    }

    private static CudaDriver Unusable(string problem) => new([], problem);

    private static T? Function<T>(nint library, string name) where T : Delegate =>
        NativeLibrary.TryGetExport(library, name, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}

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
        (string? Reason, string Remedy)[] all =
        [
            (driver.Problem, "install an NVIDIA driver"),
            (isBuiltForCuda ? null : $"this {library} is built for the CPU alone",
                $"build with -p:Accelerator=cuda (or reference the package {package})"),
        ];
        var found = all.Where(obstacle => obstacle.Reason is not null).ToArray();
        return found.Length == 0 ? null : new(string.Join(" and ", found.Select(obstacle => obstacle.Reason)),
            string.Join(" and ", found.Select(obstacle => obstacle.Remedy)));
    }
}
