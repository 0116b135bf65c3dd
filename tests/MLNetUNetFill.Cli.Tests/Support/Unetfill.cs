using System.Diagnostics;

namespace MLNetUNetFill.Cli.Tests.Support;

/// <summary>Runs the tool as a user does: as a process of its own.</summary>
internal static class Unetfill
{
    private const string Tool = "unetfill.dll", Benchmarks = "MLNetUNetFill.Benchmarks.dll";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Outcome Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return Finish(process);
    }

    /// <summary>Runs the program of measurements, which shares the tool's host.</summary>
    public static Outcome RunBenchmarks(params string[] arguments)
    {
        using var process = StartBenchmarks(arguments);
        return Finish(process);
    }

    /// <summary>Runs the tool with an environment variable of its own.</summary>
    public static Outcome RunWith(string variable, string value, params string[] arguments)
    {
        using var process = Start(Path.Combine(AppContext.BaseDirectory, Tool), [$"{variable}={value}"], arguments);
        return Finish(process);
    }

    /// <summary>Runs the tool that lies in a folder, with an environment variable of its own.</summary>
    public static Outcome RunFrom(string folder, string variable, string value, params string[] arguments)
    {
        using var process = Start(Path.Combine(folder, Tool), [$"{variable}={value}"], arguments);
        return Finish(process);
    }

    /// <summary>Runs a script of the shell, in which <c>unetfill</c> is the tool.</summary>
    public static Outcome Shell(string script)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"unetfill() {{ \"{host}\" \"{Path.Combine(AppContext.BaseDirectory, Tool)}\" \"$@\"; }}\n{script}");
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        using var process = Process.Start(start)!;
        return Finish(process);
    }

    public static Process Start(params string[] arguments) => Start(Path.Combine(AppContext.BaseDirectory, Tool), [], arguments);

    public static Process StartBenchmarks(params string[] arguments) => Start(Path.Combine(AppContext.BaseDirectory, Benchmarks), [],
        arguments);

    private static Process Start(string program, string[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo
        {
            FileName = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (OperatingSystem.IsLinux())
        {
            // A test run in the background of a script ignores SIGINT, and its children would inherit that.
            foreach (var argument in (string[])["--default-signal=INT,TERM", start.FileName]) start.ArgumentList.Add(argument);
            start.FileName = "env";
        }
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var setting in environment) start.Environment[setting.Split('=')[0]] = setting.Split('=')[1];
        start.Environment.Remove("UNETFILL_TRACE");
        // Compute threads that wait sleep: test processes share the machine.
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        return Process.Start(start)!;
    }

    public static Outcome Finish(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"unetfill did not end within {Patience}; last it said: {error.Result.TrimEnd().Split('\n')[^1]}");
        }
        return new Outcome(process.ExitCode, output.Result, error.Result);
    }
}
