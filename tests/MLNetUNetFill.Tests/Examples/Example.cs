using System.Diagnostics;

namespace MLNetUNetFill.Tests.Examples;

/// <summary>Runs a program of examples/ and keeps what it said.</summary>
internal sealed record Example(int ExitCode, string Output, string Error)
{
    public static Task<Example> Run(string name, params string[] arguments) =>
        RunFile(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), arguments);

    /// <summary>Runs a program that lies elsewhere.</summary>
    public static async Task<Example> RunFile(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Example(process.ExitCode, output, await error);
    }
}
