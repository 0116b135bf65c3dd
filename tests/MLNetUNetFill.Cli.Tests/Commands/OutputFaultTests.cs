using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary>What stands in the way of an output: what a killed run left, closed streams, a deleted folder, few files, signals.</summary>
public sealed class OutputFaultTests : IDisposable
{
    private const string Simulate = "simulate --cells 20 --genes 20 --types 2 --output";

    private readonly TemporaryFolder _folder = new();

    private string Output => _folder.At("out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_killed_run_left_does_not_block_the_next()
    {
        Unetfill.Run([.. Simulate.Split(' '), Output]).Succeeds();
        Directory.CreateDirectory(_folder.At("out", ".unetfill-999999999-0.tmp", "new"));
        File.WriteAllText(_folder.At("out", ".DS_Store"), "");
        Directory.CreateDirectory(_folder.At("out", "lost+found"));
        Unetfill.Run([.. Simulate.Split(' '), Output]).Succeeds();
        Assert.Equal([".DS_Store", "counts", "labels.tsv", "lost+found", "simulation.json", "truth"],
            Directory.GetFileSystemEntries(Output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Another_run_into_the_same_output_is_named()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        Directory.CreateDirectory(_folder.At(".unetfill-1-0.tmp"));
        File.WriteAllLines(_folder.At(".unetfill-1-0.tmp", "owner"), [Environment.MachineName, $"{self.Id}", $"{self.StartTime.Ticks}",
            Output]);
        Unetfill.Run([.. Simulate.Split(' '), Output])
            .FailsWith(1, $"--output {Output} is being written by another unetfill (process {self.Id} on {Environment.MachineName})");
        Assert.True(Directory.Exists(_folder.At(".unetfill-1-0.tmp")));
    }

    [LinuxFact]
    public void Closed_and_full_streams_end_no_run()
    {
        foreach (var streams in (string[])["2>&-", ">&-", "2>&- >&-", "<&- 2>&- >&-", "2>/dev/full", ">/dev/full", ">/dev/full 2>&1"])
        {
            var outcome = Unetfill.Shell($"unetfill {Simulate} {Output} {streams}; code=$?; echo \"code $code\"");
            Assert.True(outcome.Output.EndsWith("code 0\n", StringComparison.Ordinal), $"{streams}: {outcome.Output} {outcome.Error}");
            Assert.True(IO.TenX.Read(_folder.At("out", "counts")).Counts.CellCount == 20, streams);
            Directory.Delete(Output, recursive: true);
        }
        Assert.Equal("code 1\n", Unetfill.Shell("unetfill train --input none --model m.onnx 2>&-; code=$?; echo \"code $code\"").Output);
    }

    [LinuxFact]
    public void A_deleted_working_directory_is_named()
    {
        var gone = Directory.CreateDirectory(_folder.At("gone")).FullName;
        Unetfill.Shell($"cd {gone} && rmdir {gone} && unetfill {Simulate} out")
            .FailsWith(1, "The working directory was deleted; expected one that exists");
    }

    [LinuxFact]
    public void Few_files_that_may_be_open_give_a_sentence()
    {
        Unetfill.Shell($"ulimit -n 40; unetfill {Simulate} {Output}")
            .FailsWith(1, "The process may open too few files; expected room for at least 64 more");
        Assert.Empty(_folder.Contents());
    }

    [Fact]
    public void More_epochs_than_anyone_waits_for_are_refused() =>
        Unetfill.Run("train", "--input", "in", "--model", "m.onnx", "--epochs", "1000000000")
        .FailsWith(2, "--epochs is '1000000000'; expected a whole number from 1 to 100000.");

    [LinuxFact]
    public void A_closed_terminal_cancels_and_leaves_nothing_behind()
    {
        var script = $"unetfill simulate --cells 20000 --genes 5000 --output {Output} & pid=$!; sleep 2; "
            + "child=$(pgrep -P $pid dotnet || echo $pid); kill -HUP $child; wait $pid; echo \"code $?\"";
        Assert.Equal("code 130\n", Unetfill.Shell(script).Output);
        Assert.Empty(_folder.Contents());
    }

    [LinuxFact]
    public void A_run_under_nohup_outlives_its_terminal()
    {
        var script = $"trap '' HUP; unetfill simulate --cells 2000 --genes 1000 --output {Output} & pid=$!; sleep 1; "
            + "child=$(pgrep -P $pid dotnet || echo $pid); kill -HUP $child; wait $pid; echo \"code $?\"";
        Assert.EndsWith("code 0\n", Unetfill.Shell(script).Output, StringComparison.Ordinal);
    }
}
