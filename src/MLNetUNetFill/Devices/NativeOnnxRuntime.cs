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
            throw new GapFillException(Explain(e.GetBaseException().Message), e);
        }
    }

    /// <summary>One sentence for why the library cannot be loaded, with the remedy.</summary>
    /// <param name="message">.NET's message.</param>
    public static string Explain(string message) => "Scoring needs ONNX Runtime, whose native library "
        + (LoaderErrors.Reason(message) is { } reason ? $"cannot be loaded ({reason})" : "was not found beside this program")
        + $"; add the package Microsoft.ML.OnnxRuntime {Version} to it, or one for CUDA, see docs/gpu.md.";
}
