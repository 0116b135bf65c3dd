using System.Diagnostics;

namespace MLNetUNetFill.Tests.Packaging;

/// <summary>The SDK's commands, as a user types them.</summary>
internal static class Dotnet
{
    /// <summary>Runs a command that must succeed.</summary>
    /// <param name="folder">Where to run it.</param>
    /// <param name="packages">Folder of the packages that a restore unpacks.</param>
    /// <param name="arguments">The command.</param>
    /// <returns>What it printed.</returns>
    public static async Task<string> Run(string folder, string packages, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // These tests may run inside a build, whose settings are not for another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        // A server that outlived the command would hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["NUGET_PACKAGES"] = packages;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}{await error}");
        return output;
    }
}
