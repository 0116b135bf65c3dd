using System.Globalization;
using System.Runtime.InteropServices;

namespace MLNetUNetFill.Cli;

/// <summary>
/// Turns Ctrl-C, SIGTERM and a closed terminal (SIGHUP) into a cancelled token. Work that does not look at the token in time, and a second
/// signal, end the process all the same, after the staged outputs have been removed.
/// </summary>
internal sealed class Cancellation : IDisposable
{
    /// <summary>After Ctrl-C nobody waits for more than two seconds.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>SIGXFSZ, which has no name in .NET: the number is that of Linux and macOS.</summary>
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Log _log;
    private int _said;

    /// <summary>Starts listening.</summary>
    /// <param name="log">Told when a signal arrives.</param>
    public Cancellation(Log log)
    {
        _log = log;
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, .. IsHangUpIgnored() ? (PosixSignal[])[] : [PosixSignal.SIGHUP]];
        _signals = Array.ConvertAll(signals, signal => PosixSignalRegistration.Create(signal, OnSignal));
        // Beyond the limit of 'ulimit -f' the process would end without a word; ignored, the signal leaves an error to tell of.
        if (!OperatingSystem.IsWindows())
            _signals = [.. _signals, PosixSignalRegistration.Create(FileSizeExceeded, signal => signal.Cancel = true)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    /// <summary>Says that the command was cancelled, once: its work may end while the process is being ended.</summary>
    public void Say()
    {
        if (Interlocked.Exchange(ref _said, 1) == 0) _log.Error("Cancelled; nothing was written.");
    }

    /// <summary>Whether the run was started with nohup, to outlive its terminal.</summary>
    private static bool IsHangUpIgnored()
    {
        const string status = "/proc/self/status", field = "SigIgn:";
        if (!File.Exists(status)) return false;
        var mask = File.ReadLines(status).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))?[field.Length..].Trim();
        return ulong.TryParse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ignored) && (ignored & 1) != 0;
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            End();
            return;
        }
        _log.Info("Stopping ...");
        _source.Cancel();
        new Thread(() => { Thread.Sleep(Grace); End(); }) { IsBackground = true }.Start();
    }

    private void End() => StagedOutput.DiscardAll(() =>
    {
        // The live display hides the cursor, and has no chance to show it again.
        if (!Console.IsErrorRedirected) Console.Error.Write("\u001b[?25h");
        Say();
        // An orderly exit takes away what native threads still compute with: ONNX Runtime complains on stderr, or the process crashes.
        if (!OperatingSystem.IsWindows()) ExitAtOnce(ExitCode.Cancelled);
        Environment.Exit(ExitCode.Cancelled);
    });

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void ExitAtOnce(int code);
}
