using System.Diagnostics;
using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

public sealed class CancellationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_during_training_ends_the_process_and_leaves_nothing(string signal)
    {
        if (!OperatingSystem.IsLinux()) return;
        var input = TenXText.Write(_folder.At("in"));
        Directory.CreateDirectory(_folder.At("out"));
        File.WriteAllText(_folder.At("out", "report.json"), "{} of an earlier run");
        var before = _folder.Contents();

        using var process = Unetfill.Start("run", "--input", input, "--output", _folder.At("out"), "--genes", "all", "--epochs", "1000000",
            "--threads", "1");
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith("epoch 2/", StringComparison.Ordinal)) { }
        using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()])) kill.WaitForExit();
        var clock = Stopwatch.StartNew();
        var outcome = Unetfill.Finish(process);

        Assert.Equal(130, outcome.ExitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed} to end.");
        Assert.EndsWith("error: Cancelled; nothing was written.\n", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.Equal(before, _folder.Contents());
    }
}
