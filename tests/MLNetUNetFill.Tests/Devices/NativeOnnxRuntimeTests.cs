using System.Runtime.InteropServices;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Tests.Devices;

public sealed class NativeOnnxRuntimeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [LinuxX64Fact]
    public void A_damaged_library_is_named_by_what_the_loader_says()
    {
        var path = Path.Combine(_folder.FullName, "libonnxruntime.so");
        File.WriteAllText(path, new string('x', 10_000));

        Assert.Equal($"Scoring needs ONNX Runtime, whose native library cannot be loaded ({path}: invalid ELF header); add the package "
            + "Microsoft.ML.OnnxRuntime 1.31.1 to it, or one for CUDA, see docs/gpu.md.",
            NativeOnnxRuntime.Explain(Assert.Throws<DllNotFoundException>(() => NativeLibrary.Load(path)).Message));
    }
}
