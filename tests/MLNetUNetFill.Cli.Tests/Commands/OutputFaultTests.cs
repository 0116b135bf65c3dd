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

    [SmallDiskFact]
    public void A_full_disk_is_named_and_nothing_is_left_on_it()
    {
        // The disk has 64 KB and is gone with the shell.
        var disk = Directory.CreateDirectory(_folder.At("disk")).FullName;
        Unetfill.Run("simulate", "--cells", "300", "--genes", "200", "--types", "2", "--output", Output).Succeeds();
        var script = $"unshare -m bash -c '{SmallDiskFactAttribute.Mount} {disk} && ";
        foreach (var name in (string[])["folder", "file.h5ad", "file.csv", "file.csv.gz"])
        {
            var outcome = Unetfill.Shell("export -f unetfill; " + script
                + $"unetfill convert --input {Output}/counts --output {disk}/{name}; echo \"code $?\"; ls -A {disk}'");
            Assert.Equal("code 1\n", outcome.Output);
            Assert.EndsWith($"{disk}/{name} cannot be written: no space is left on the disk; expected room for all of it.\n", outcome.Error,
                StringComparison.Ordinal);
        }
        var full = Unetfill.Shell("export -f unetfill; " + script + $"dd if=/dev/zero of={disk}/full bs=1k count=100 2>/dev/null; "
            + $"unetfill {Simulate} {disk}/cells; ls -A {disk}'");
        Assert.Equal("full\n", full.Output);
        Assert.EndsWith($"error: --output {disk}/cells cannot be written: no space is left on the disk; expected room for all of it.\n",
            full.Error, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_limit_of_the_size_of_files_is_named_and_nothing_is_left()
    {
        Unetfill.Run("simulate", "--cells", "300", "--genes", "200", "--types", "2", "--output", Output).Succeeds();
        var before = _folder.Contents();
        // The runtime's own memory would count as a file.
        const string limit = "export DOTNET_EnableWriteXorExecute=0; ulimit -f 20; unetfill ";
        const string sentence = " cannot be written: it grew beyond the largest size that the disk or 'ulimit -f' allows a file; "
            + "expected room for all of it.";
        foreach (var name in (string[])["folder", "file.h5ad", "file.csv", "file.csv.gz"])
            Unetfill.Shell($"{limit} convert --input {Output}/counts --output {_folder.At(name)}")
                .FailsWith(1, _folder.At(name) + sentence);
        Unetfill.Shell($"{limit} simulate --cells 300 --genes 200 --output {_folder.At("cells")}")
            .FailsWith(1, $"--output {_folder.At("cells", "counts")}{sentence}");
        Assert.Equal(before, _folder.Contents());
    }

    [Theory]
    [InlineData("counts.h5", ".h5")]
    [InlineData("counts.loom", ".loom")]
    [InlineData("counts.csv.bz2", ".bz2")]
    public void A_format_that_cannot_be_written_becomes_no_folder(string name, string ending)
    {
        Unetfill.Run([.. Simulate.Split(' '), Output]).Succeeds();
        Unetfill.Run("convert", "--input", _folder.At("out", "counts"), "--output", _folder.At(name))
            .FailsWith(1, $"--output is '{_folder.At(name)}', but no {ending} file can be written; expected a folder, or a name");
        Assert.False(Directory.Exists(_folder.At(name)));
    }

    [Fact]
    public void A_file_of_another_kind_is_not_replaced()
    {
        Unetfill.Run([.. Simulate.Split(' '), Output]).Succeeds();
        var labels = File.ReadAllText(_folder.At("out", "labels.tsv"));
        Unetfill.Run("train", "--input", _folder.At("out", "counts"), "--model", _folder.At("out", "labels.tsv"))
            .FailsWith(1, "labels.tsv would replace a file of another kind; expected a new name, or one that ends in .onnx.");
        Assert.Equal(labels, File.ReadAllText(_folder.At("out", "labels.tsv")));
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
