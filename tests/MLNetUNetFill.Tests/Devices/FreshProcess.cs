using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Tests.Devices;

/// <summary>What a process in which libtorch was loaded is like.</summary>
/// <param name="Processors">.NET's number of processors.</param>
/// <param name="PhysicalCores">Ours of physical cores.</param>
/// <param name="IsPatched">Whether a copy of TorchSharp's library was loaded.</param>
/// <param name="WaitPolicy">OMP_WAIT_POLICY as the C library sees it.</param>
/// <param name="SpinCount">GOMP_SPINCOUNT as the C library sees it.</param>
public sealed record FreshProcess(int Processors, int PhysicalCores, bool IsPatched, string? WaitPolicy, string? SpinCount)
{
    /// <summary>The process that this runs in.</summary>
    public static FreshProcess This() => new(Environment.ProcessorCount, MLNetUNetFill.Devices.PhysicalCores.Count, NativeTorch.IsPatched,
        Marshal.PtrToStringUTF8(GetEnvironment("OMP_WAIT_POLICY")), Marshal.PtrToStringUTF8(GetEnvironment("GOMP_SPINCOUNT")));

    /// <summary>A new process.</summary>
    /// <param name="environment">Its environment beside that of this one; null removes a variable.</param>
    /// <param name="launcher">A program and its arguments that start it, or none.</param>
    /// <returns>What it says of itself, and what the libraries in it wrote to stderr.</returns>
    public static async Task<(FreshProcess Process, string Error)> Start(
        IReadOnlyDictionary<string, string?> environment, params string[] launcher)
    {
        string[] command = [.. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "DataFrameScript.dll")];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(FreshProcess).Assembly.Location;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return (JsonSerializer.Deserialize<FreshProcess>(output)!, await error);
    }

    [DllImport("libc", EntryPoint = "getenv")]
    private static extern IntPtr GetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
