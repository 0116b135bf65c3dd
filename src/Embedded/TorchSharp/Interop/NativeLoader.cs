using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Loads the shim, and with it libtorch, from the folder of this assembly.</summary>
internal static partial class NativeLoader
{
    private const string FileName = "libunetfill_torch.so";

    private static readonly Lazy<IntPtr> Library = new(Load);

    public static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == NativeMethods.Library ? Library.Value : IntPtr.Zero;

    private static IntPtr Load()
    {
        CalmOpenMP();
        var file = Path.Combine(AppContext.BaseDirectory, FileName);
        if (!File.Exists(file))
            file = Path.Combine(Path.GetDirectoryName(typeof(NativeLoader).Assembly.Location) ?? "", FileName);
        if (!File.Exists(file))
            throw new DllNotFoundException($"'{FileName}' was not found beside '{AppContext.BaseDirectory}': build it with ./build.sh.");
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException exception)
        {
            // The system's own words stand in the last line of the message.
            var reason = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            throw new DllNotFoundException(
                $"libtorch could not be loaded ({reason}): install it (on Debian and Ubuntu: apt-get install libtorch-dev) and run ./build.sh.",
                exception);
        }
    }

    // OpenMP threads that spin while they wait make a busy machine 10 to 50 times slower. OpenMP reads its settings when it is
    // loaded, and from the native environment, which .NET's own SetEnvironmentVariable does not reach. What the user has set stays.
    private static void CalmOpenMP()
    {
        string[] names = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"];
        if (names.Any(name => Environment.GetEnvironmentVariable(name) is not null))
            return;
        _ = SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 1);
        _ = SetEnvironment("GOMP_SPINCOUNT", "0", overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
