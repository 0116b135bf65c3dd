using System.Globalization;
using MLNetUNetFill.Cli.Commands;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Cli;

/// <summary>Runs one command line, and turns every error into one sentence and an exit code.</summary>
internal static class CommandLineHost
{
    private const string TraceVariable = "UNETFILL_TRACE";

    /// <summary>Assemblies and native libraries alone are as many; where one of them cannot be opened, the runtime ends the
    /// process.</summary>
    private const int FilesNeeded = 64;

    /// <summary>Parses and runs a command line.</summary>
    /// <param name="args">The arguments after the program's name.</param>
    /// <param name="createRoot">Makes the command tree.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, Func<CommandContext, RootCommand> createRoot)
    {
        // What is written and printed is the same on every machine, and is read back as it was written.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        // Who closed the terminal, or piped into a program that ended, still wants the files.
        Console.SetOut(new TolerantWriter(Console.Out));
        Console.SetError(new TolerantWriter(Console.Error));
        var log = new Log(Console.Error);
        if (!Directory.Exists("."))
        {
            log.Error("The working directory was deleted; expected one that exists: change to another folder.");
            return ExitCode.Failure;
        }

        if (!CanOpenFiles())
        {
            log.Error($"The process may open too few files; expected room for at least {FilesNeeded} more: raise the limit with "
                + "'ulimit -n'.");
            return ExitCode.Failure;
        }

        using var cancellation = new Cancellation(log);
        Command verb = createRoot(new CommandContext(log, cancellation.Token));
        try
        {
            var parsed = verb.Parse(args);
            verb = parsed.CommandResult.Command;
            if (parsed.Errors.Count == 0)
                return parsed.Invoke(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            log.Error(UsageError.Describe(parsed));
            return ExitCode.Usage;
        }
        catch (Exception exception)
        {
            return Explain(exception, verb, log, cancellation);
        }
    }

    /// <summary>The command tree.</summary>
    public static RootCommand CreateRoot(CommandContext context) =>
        new("Fills the gaps (dropouts) of single-cell RNA-seq matrices with a U-Net.")
        {
            SimulateCommand.Create(context),
            ConvertCommand.Create(context),
            TrainCommand.Create(context),
            FillCommand.Create(context),
            EvaluateCommand.Create(context),
            CompareCommand.Create(context),
            RunCommand.Create(context),
            DemoCommand.Create(context),
        };

    private static int Explain(Exception exception, Command verb, Log log, Cancellation cancellation)
    {
        if (Environment.GetEnvironmentVariable(TraceVariable) is { Length: > 0 } and not "0") log.Info(exception.ToString());
        // Any error after a cancellation is part of the cancellation.
        if (cancellation.Token.IsCancellationRequested)
        {
            cancellation.Say();
            return ExitCode.Cancelled;
        }
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case UsageException:
                    log.Error(cause.Message);
                    return ExitCode.Usage;
                case GapFillException:
                    log.Error(OneLine(OptionWording.Translate(cause.Message, [.. verb.Options.Select(option => option.Name)])));
                    return ExitCode.Failure;
                case UnauthorizedAccessException or DllNotFoundException:
                case IOException and not (FileNotFoundException or FileLoadException):
                case ArgumentOutOfRangeException when AtomicFile.Fault(cause) is not null:
                    log.Error(OneLine(AtomicFile.Fault(cause) ?? cause.Message));
                    return ExitCode.Failure;
            }
        }
        // Not the user's mistake: name it, and how to see the stack trace.
        log.Error($"Unexpected {exception.GetType().Name}: {OneLine(exception.Message)} (set {TraceVariable}=1 for the stack trace)");
        return ExitCode.Failure;
    }

    private static bool CanOpenFiles()
    {
        if (Environment.ProcessPath is not { } program) return true;
        var files = new List<IDisposable>();
        try
        {
            while (files.Count < FilesNeeded) files.Add(File.OpenHandle(program));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    private static string OneLine(string message) =>
        NameList.Printable(string.Join(' ', StagedOutput.Described(message)
            .Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}

/// <summary>The services of every verb.</summary>
/// <param name="Log">Messages to stderr.</param>
/// <param name="Cancelled">Cancelled by Ctrl-C or SIGTERM.</param>
internal sealed record CommandContext(Log Log, CancellationToken Cancelled)
{
    /// <summary>Writes an output under a temporary name, and moves it into place once it is complete.</summary>
    /// <param name="target">Its full path.</param>
    /// <param name="write">Writes to the path that it is given.</param>
    /// <returns>What <paramref name="write"/> returns.</returns>
    public T Write<T>(string target, Func<string, T> write)
    {
        using var staged = new StagedOutput(target);
        var written = write(staged.Path);
        Cancelled.ThrowIfCancellationRequested();
        staged.Commit();
        return written;
    }

    /// <inheritdoc cref="Write{T}"/>
    public void Write(string target, Action<string> write) => Write(target, path =>
    {
        write(path);
        return target;
    });
}

/// <summary>The exit codes of <c>unetfill</c> beside 0, success.</summary>
internal static class ExitCode
{
    /// <summary>An error of the data, a model, the disk or the device; no partial output is left.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C or SIGTERM; no partial output is left.</summary>
    public const int Cancelled = 130;
}
