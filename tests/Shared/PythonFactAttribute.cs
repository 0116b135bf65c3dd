using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace MLNetUNetFill.Tests.Shared;

/// <summary>A fact that needs Python with a certain module; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    private static readonly ConcurrentDictionary<string, string?> Interpreters = new();

    /// <param name="module">The module to be imported.</param>
    /// <param name="package">The Debian package that has it.</param>
    public PythonFactAttribute(string module, string package)
    {
        if (InterpreterWith(module) is null) Skip = $"needs Python with the module {module} (apt install {package})";
    }

    /// <summary>Runs a script of tests/python and returns what it prints.</summary>
    public static string Run(string module, string script, params string[] arguments)
    {
        var (exitCode, output, error) = Start(InterpreterWith(module)!, [Path.Combine(Repository.Root, "tests", "python", script),
            .. arguments]);
        Assert.True(exitCode == 0, error);
        return output;
    }

    /// <summary>Debian's own Python first: its modules are invisible to any other that may come before it on the path.</summary>
    private static string? InterpreterWith(string module) => Interpreters.GetOrAdd(module, static module =>
        new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(python =>
        {
            try
            {
                return Start(python, ["-c", $"import {module}"]).ExitCode == 0;
            }
            catch (Win32Exception)
            {
                return false; // no such program
            }
        }));

    private static (int ExitCode, string Output, string Error) Start(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true,
            RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
