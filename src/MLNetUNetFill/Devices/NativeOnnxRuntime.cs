using Microsoft.ML.OnnxRuntime;

namespace MLNetUNetFill.Devices;

/// <summary>Finds out whether ONNX Runtime's native library, which the program brings, can be loaded.</summary>
internal static class NativeOnnxRuntime
{
    /// <summary>The package of the library that fits the managed one, for messages.</summary>
    internal const string Version = "1.31.1";

    /// <summary>Makes sure that ONNX Runtime can be used.</summary>
    /// <exception cref="GapFillException">Its native library is missing, or cannot be loaded.</exception>
    public static void Require()
    {
        try
        {
            OrtEnv.Instance();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or BadImageFormatException
            or EntryPointNotFoundException)
        {
            var reason = e.GetBaseException().Message.Split('\n', StringSplitOptions.TrimEntries)[0].TrimEnd('.');
            throw new GapFillException($"Scoring needs ONNX Runtime, whose native library cannot be loaded ({reason}); add the package "
                + $"Microsoft.ML.OnnxRuntime {Version} to this program, or one for CUDA, see docs/gpu.md.", e);
        }
    }
}
