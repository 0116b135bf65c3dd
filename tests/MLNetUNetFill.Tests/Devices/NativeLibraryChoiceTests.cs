using System.Diagnostics;
using System.Text.Json;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Devices;

/// <summary>The build properties that choose libtorch and ONNX Runtime, see docs/gpu.md.</summary>
public class NativeLibraryChoiceTests
{
    [Theory]
    [InlineData("Torch=gpu", "The property Torch is 'gpu'; expected cpu or cuda.")]
    [InlineData("OnnxRuntime=cuda", "The property OnnxRuntime is 'cuda'; expected cpu or gpu.")]
    [InlineData("Accelerator=gpu", "The property Accelerator is 'gpu'; expected cpu or cuda.")]
    [InlineData("Accelerator=cuda;RuntimeIdentifier=osx-arm64",
        "CUDA is asked for, and there are no CUDA packages for osx-arm64; build for linux-x64 or win-x64, or without CUDA.")]
    public void A_choice_that_cannot_be_met_fails_the_build_with_one_sentence(string properties, string expected)
    {
        var (exitCode, output) = Build(["-t:CheckNativeLibraries", .. properties.Split(';').Select(property => $"-p:{property}")]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"error : {expected}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Accelerator=cpu", "libtorch-cpu-linux-x64 2.10.0, Microsoft.ML.OnnxRuntime 1.31.1")]
    [InlineData("Accelerator=cuda", "TorchSharp-cuda-linux 0.107.0, Microsoft.ML.OnnxRuntime.Gpu.Linux 1.26.0")]
    [InlineData("OnnxRuntime=gpu", "libtorch-cpu-linux-x64 2.10.0, Microsoft.ML.OnnxRuntime.Gpu.Linux 1.31.0")]
    [InlineData("Torch=cuda", "TorchSharp-cuda-linux 0.107.0, Microsoft.ML.OnnxRuntime 1.31.1")]
    public void A_choice_takes_packages_that_fit_each_other(string property, string expected)
    {
        string[] names = ["LibTorchPackage", "LibTorchVersion", "OnnxRuntimePackage", "OnnxRuntimeVersion"];
        var (exitCode, output) = Build([$"-p:{property}", "-p:RuntimeIdentifier=linux-x64",
            .. names.Select(name => $"-getProperty:{name}")]);

        Assert.Equal(0, exitCode);
        using var json = JsonDocument.Parse(output);
        var found = names.Select(name => json.RootElement.GetProperty("Properties").GetProperty(name).GetString()).ToArray();
        Assert.Equal(expected, $"{found[0]} {found[1]}, {found[2]} {found[3]}");
    }

    private static (int ExitCode, string Output) Build(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository.Root, RedirectStandardOutput = true };
        foreach (var argument in (string[])["msbuild", "src/MLNetUNetFill/MLNetUNetFill.csproj", "-nologo", .. arguments])
            start.ArgumentList.Add(argument);
        // What the build that started the tests chose must not reach this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
