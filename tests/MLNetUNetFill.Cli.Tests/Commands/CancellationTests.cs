using System.Diagnostics;
using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

public sealed class CancellationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxX64Theory]
    [InlineData("INT", "epoch 2/", "run", "--input", "IN", "--output", "OUT", "--genes", "all", "--epochs", "100000")]
    [InlineData("TERM", "epoch 2/", "run", "--input", "IN", "--output", "OUT", "--genes", "all", "--epochs", "100000")]
    [InlineData("INT", "epoch 2/", "train", "--input", "IN", "--model", "OUT/m.onnx", "--genes", "all", "--epochs", "100000")]
    [InlineData("INT", "Trial 1 of 9", "train", "--input", "IN", "--model", "OUT/m.onnx", "--tune", "9", "--epochs", "100000")]
    [InlineData("INT", "Methods: ", "compare", "--input", "IN", "--output", "OUT/new", "--methods", "unet-published", "--epochs", "99999")]
    [InlineData("INT", "Training the Context", "bench", "--cells", "200", "--genes", "400", "--json", "OUT/report.json")]
    [InlineData("INT", "epoch 1/", "demo", "--output", "OUT", "--epochs", "100000", "--cells", "60", "--genes", "80")]
    [InlineData("INT", "Simulating ", "simulate", "--output", "OUT/new", "--cells", "100000", "--genes", "20000")]
    public void A_signal_ends_a_verb_and_leaves_nothing(string signal, string when, params string[] command)
    {
        TenXText.Write(_folder.At("IN"));
        Directory.CreateDirectory(_folder.At("OUT"));
        File.WriteAllText(_folder.At("OUT", "report.json"), "{} of an earlier run");
        var before = _folder.Contents();

        var outcome = Interrupt(signal, when, command);

        AssertCancelled(outcome);
        Assert.Equal(before, _folder.Contents());
    }

    [LinuxX64Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_ends_work_that_cannot_be_told_to_stop(string signal)
    {
        var input = TenXText.Write(_folder.At("IN"));
        var labels = _folder.At("labels.tsv");
        // Nobody ever writes to this pipe, and opening it waits for somebody who does.
        using (var pipe = Process.Start("mkfifo", labels)) pipe.WaitForExit();

        var outcome = Interrupt(signal, $"Read {input}", "evaluate", "--input", input, "--filled", input, "--labels", labels);

        AssertCancelled(outcome);
    }

    private Outcome Interrupt(string signal, string when, params string[] command)
    {
        string[] arguments = [.. command.Select(word =>
            word == "IN" ? _folder.At(word) : word.Split('/') is ["OUT", ..] and var names ? _folder.At(names) : word)];
        using var process = command[0] == "bench" ? Unetfill.StartBenchmarks(arguments) : Unetfill.Start(arguments);
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith(when, StringComparison.Ordinal)) { }
        using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()])) kill.WaitForExit();
        var clock = Stopwatch.StartNew();
        var outcome = Unetfill.Finish(process);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed} to end.");
        return outcome;
    }

    private static void AssertCancelled(Outcome outcome)
    {
        Assert.Equal(130, outcome.ExitCode);
        Assert.EndsWith("error: Cancelled; nothing was written.\n", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.ErrorLines, line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Empty(outcome.Output);
    }
}
