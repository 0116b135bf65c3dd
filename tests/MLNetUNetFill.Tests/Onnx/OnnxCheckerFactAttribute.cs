using System.ComponentModel;
using System.Diagnostics;

namespace MLNetUNetFill.Tests.Onnx;

/// <summary>A fact that needs Python with the onnx package (Debian: python3-onnx); skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxCheckerFactAttribute : FactAttribute
{
    private static readonly string? s_python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(HasOnnx);

    public OnnxCheckerFactAttribute()
    {
        if (s_python is null) Skip = "needs Python with the onnx package (apt install python3-onnx)";
    }

    /// <summary>Runs tests/python/check_onnx.py.</summary>
    public static (int ExitCode, string Output) Check(string path) =>
        Run(s_python!, Path.Combine(AppContext.BaseDirectory, "python", "check_onnx.py"), path);

    private static bool HasOnnx(string python)
    {
        try
        {
            return Run(python, "-c", "import onnx").ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // no such program
        }
    }

    private static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + error.Result);
    }
}
