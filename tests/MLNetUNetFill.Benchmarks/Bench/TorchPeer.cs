using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>The same network in PyTorch: a Python process that runs <c>torch_peer.py</c> and waits for commands between the
/// timings.</summary>
internal sealed class TorchPeer : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5), CommandLimit = TimeSpan.FromMinutes(5),
        ProbeLimit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly CancellationToken _cancelled;

    private TorchPeer(Process process, CancellationToken cancelled)
    {
        (_process, _cancelled) = (process, cancelled);
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Version of PyTorch.</summary>
    public string Version { get; private set; } = "";

    /// <summary>By network the loss of every training batch, without dropout.</summary>
    public IReadOnlyDictionary<string, float[]> Losses { get; private set; } = new Dictionary<string, float[]>();

    /// <summary>Looks for an interpreter that has PyTorch.</summary>
    /// <param name="asked">The one to take, or none to look for one.</param>
    /// <param name="cancelled">Ends the search.</param>
    /// <returns>The interpreter, or why there is none, in a sentence.</returns>
    public static (string? Python, string? Reason) Find(string? asked, CancellationToken cancelled)
    {
        string[] candidates = asked is null ? ["python3", "/usr/bin/python3"] : [asked];
        foreach (var candidate in candidates)
        {
            cancelled.ThrowIfCancellationRequested();
            try
            {
                using var probe = Start(candidate, ["-c", "import numpy, torch"], 1);
                probe.StandardInput.Close();
                var (output, errors) = (probe.StandardOutput.ReadToEndAsync(cancelled), probe.StandardError.ReadToEndAsync(cancelled));
                if (!probe.WaitForExit(ProbeLimit)) probe.Kill(entireProcessTree: true);
                else if (probe.ExitCode == 0) return (candidate, null);
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
            {
                // No such program: the next one.
            }
        }
        return (null, $"PyTorch was not measured: none of {string.Join(", ", candidates)} can import torch and numpy "
            + "(Debian: apt install python3-torch).");
    }

    /// <summary>Starts the peer and waits until it has scored the cells once.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="folder">What it works on.</param>
    /// <param name="threads">Its threads.</param>
    /// <param name="cancelled">Ends the waiting and the process.</param>
    /// <exception cref="GapFillException">Python failed; the message has its last line.</exception>
    public static TorchPeer Start(string python, TensorFolder folder, int threads, CancellationToken cancelled)
    {
        var script = folder.At("torch_peer.py");
        using (var source = typeof(TorchPeer).Assembly.GetManifestResourceStream("torch_peer.py")!)
        using (var file = File.Create(script)) source.CopyTo(file);
        var peer = new TorchPeer(Start(python, [script, folder.Path], threads), cancelled);
        try
        {
            var about = peer.Read(StartLimit);
            (peer.Version, peer.Losses) = (about.GetProperty("version").GetString()!,
                about.GetProperty("losses").Deserialize<Dictionary<string, float[]>>()!);
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Scores all cells a number of times.</summary>
    /// <returns>The seconds.</returns>
    public double Score(int times) => Ask("score", times);

    /// <summary>Makes training steps.</summary>
    /// <param name="network">Of which network.</param>
    /// <param name="steps">How many.</param>
    /// <returns>The seconds.</returns>
    public double Train(string network, int steps) => Ask("train " + network, steps);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(string python, string[] arguments, int threads)
    {
        var start = new ProcessStartInfo(python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var count = threads.ToString(CultureInfo.InvariantCulture);
        foreach (var variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS"]) start.Environment[variable] = count;
        return Process.Start(start)!;
    }

    private double Ask(string command, int number)
    {
        try
        {
            _process.StandardInput.WriteLine($"{command} {number.ToString(CultureInfo.InvariantCulture)}");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The process has ended: reading says why.
        }
        return Read(CommandLimit).GetProperty("seconds").GetDouble();
    }

    private JsonElement Read(TimeSpan limit)
    {
        var line = _process.StandardOutput.ReadLineAsync();
        try
        {
            if (!line.Wait((int)limit.TotalMilliseconds, _cancelled))
                throw new GapFillException($"PyTorch gave no answer within {limit.TotalSeconds} seconds; "
                    + "expected fewer --cells or --genes.");
        }
        finally
        {
            if (!line.IsCompleted) _process.Kill(entireProcessTree: true);
        }
        if (line.Result is { } answer) return JsonSerializer.Deserialize<JsonElement>(answer);
        _process.WaitForExit();
        var last = _errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
            ?? "no message";
        throw new GapFillException($"PyTorch failed (exit code {_process.ExitCode}): {last}");
    }
}
