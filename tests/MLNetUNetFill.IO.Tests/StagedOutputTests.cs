using System.Diagnostics;
using MLNetUNetFill.IO.Output;

namespace MLNetUNetFill.IO.Tests;

public sealed class StagedOutputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_appears_with_Commit_and_replaces_the_old_one()
    {
        File.WriteAllText(_folder["a.txt"], "old");
        using (var output = new StagedOutput(_folder["a.txt"]))
        {
            File.WriteAllText(output.Path, "new");
            Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
            output.Commit();
        }
        Assert.Equal("new", File.ReadAllText(_folder["a.txt"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_appears_with_Commit_below_folders_that_did_not_exist()
    {
        using (var output = new StagedOutput(_folder["x/y"]))
        {
            Directory.CreateDirectory(output.Path);
            File.WriteAllText(Path.Combine(output.Path, "a.txt"), "new");
            Assert.False(Path.Exists(_folder["x"]));
            output.Commit();
        }
        Assert.Equal("new", File.ReadAllText(_folder["x/y/a.txt"]));
    }

    [Fact]
    public void A_folder_is_replaced_as_a_whole()
    {
        Directory.CreateDirectory(_folder["x"]);
        File.WriteAllText(_folder["x/old.txt"], "");
        using var output = new StagedOutput(_folder["x"]);
        Directory.CreateDirectory(output.Path);
        File.WriteAllText(Path.Combine(output.Path, "new.txt"), "");
        output.Commit();
        Assert.Equal([_folder["x/new.txt"]], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("previous")]
    [InlineData("new")]
    public void A_folder_that_exists_keeps_its_place_whatever_its_name(string name)
    {
        // It may be a mount point: what it holds is replaced, the folder itself is not renamed.
        var folder = Directory.CreateDirectory(_folder[name]);
        Directory.CreateDirectory(_folder[name + "/filled"]);
        using var output = new StagedOutput(folder.FullName);
        Directory.CreateDirectory(Path.Combine(output.Path, "filled"));
        File.WriteAllText(Path.Combine(output.Path, "filled", "a.txt"), "");
        Assert.StartsWith(folder.FullName + Path.DirectorySeparatorChar, output.Path, StringComparison.Ordinal);
        output.Commit();
        Assert.Equal([_folder[name + "/filled"], _folder[name + "/filled/a.txt"]],
            Directory.EnumerateFileSystemEntries(folder.FullName, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public void Without_Commit_nothing_is_left()
    {
        using (var output = new StagedOutput(_folder["x/y"]))
        {
            Directory.CreateDirectory(output.Path);
            File.WriteAllText(Path.Combine(output.Path, "a.txt"), "half");
        }
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void Everything_staged_is_gone_before_the_last_word()
    {
        using var file = new StagedOutput(_folder["a.txt"]);
        File.WriteAllText(file.Path, "half");
        using var folder = new StagedOutput(_folder["x/y"]);
        Directory.CreateDirectory(folder.Path);
        string[] left = ["never asked"];

        StagedOutput.DiscardAll(() => left = _folder.Entries);

        Assert.Empty(left);
        Assert.Throws<OperationCanceledException>(file.Commit);
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void What_a_killed_process_left_is_swept()
    {
        Directory.CreateDirectory(_folder["x"]);
        Stage("x/.unetfill-999999999-0.tmp/previous");
        Stage("x/.unetfill-1-1.tmp", Environment.MachineName, 1, 0, _folder["x"]);
        Stage("x/.unetfill-2-2.tmp", "a host that is gone", 2, 5, _folder["x"]);
        Assert.Empty(StagedOutput.Contents(_folder["x"]));

        using (var output = new StagedOutput(_folder["x"]))
        {
            Assert.Single(Directory.GetDirectories(_folder["x"]));
            Directory.CreateDirectory(output.Path);
            File.WriteAllText(Path.Combine(output.Path, "a.txt"), "");
            output.Commit();
        }

        Assert.Equal([_folder["x/a.txt"]], Directory.GetFileSystemEntries(_folder["x"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_living_process_that_writes_the_same_output_is_named(bool exists)
    {
        if (exists) Directory.CreateDirectory(_folder["x"]);
        using var other = Process.GetCurrentProcess();
        var stage = (exists ? "x/" : "") + ".unetfill-77-7.tmp";
        Stage(stage, Environment.MachineName, other.Id, other.StartTime.Ticks, _folder["x"]);
        Assert.Contains($"is being written by another unetfill (process {other.Id} on {Environment.MachineName})",
            Assert.Throws<GapFillException>(() => new StagedOutput(_folder["x"])).Message, StringComparison.Ordinal);
        // Another output beside it is nobody's business.
        using (new StagedOutput(_folder["y"])) { }
        Assert.True(Directory.Exists(_folder[stage]));
    }

    [Fact]
    public void What_is_locked_from_another_host_is_alive()
    {
        Stage(".unetfill-5-5.tmp", "another host", 5, 5, _folder["x"]);
        using (new FileStream(_folder[".unetfill-5-5.tmp/owner"], FileMode.Open, FileAccess.Read, FileShare.Read))
            Assert.Throws<GapFillException>(() => new StagedOutput(_folder["x"]));
        new StagedOutput(_folder["x"]).Dispose();
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void What_systems_leave_in_a_folder_stays_where_it_is()
    {
        Directory.CreateDirectory(_folder["x/lost+found"]);
        File.WriteAllText(_folder["x/.DS_Store"], "");
        File.WriteAllText(_folder["x/old.txt"], "");
        Assert.Equal(["old.txt"], StagedOutput.Contents(_folder["x"]));
        using var output = new StagedOutput(_folder["x"]);
        Directory.CreateDirectory(output.Path);
        output.Commit();
        Assert.Equal([_folder["x/.DS_Store"], _folder["x/lost+found"]], Directory.GetFileSystemEntries(_folder["x"])
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_message_names_the_output_in_place_of_the_temporary_path()
    {
        using var output = new StagedOutput(_folder["x"]);
        Assert.Equal($"Access to the path '{_folder["x"]}/matrix.mtx.gz' is denied.",
            StagedOutput.Described($"Access to the path '{output.Path}/matrix.mtx.gz' is denied."));
        var spool = Path.Combine(Path.GetDirectoryName(output.Path)!, ".x.5vyn3rcm.indices");
        Assert.Equal($"Access to the path '{_folder["x"]}' is denied.", StagedOutput.Described($"Access to the path '{spool}' is denied."));
    }

    [Fact]
    public void A_full_disk_is_told_in_a_sentence()
    {
        using var output = new StagedOutput(_folder["x"]);
        Assert.Equal("y cannot be written: no space is left on the disk; expected room for all of it.",
            StagedOutput.Described($"y cannot be written: No space left on device : '{output.Path}'"));
        Assert.Equal($"{_folder["x"]}/matrix.mtx.gz cannot be written: no space is left on the disk; expected room for all of it.",
            StagedOutput.Described($"No space left on device : '{output.Path}/matrix.mtx.gz'"));
    }

    private void Stage(string name, params object[] owner)
    {
        Directory.CreateDirectory(_folder[name]);
        if (owner.Length > 0) File.WriteAllLines(Path.Combine(_folder[name], "owner"), owner.Select(line => $"{line}"));
    }
}
