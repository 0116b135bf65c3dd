using MLNetUNetFill.Cli.Steps;
using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Steps;

public sealed class StagedOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_appears_with_Commit_and_replaces_the_old_one()
    {
        File.WriteAllText(_folder.At("a.txt"), "old");
        using (var output = new StagedOutput(_folder.At("a.txt")))
        {
            File.WriteAllText(output.Path, "new");
            Assert.Equal("old", File.ReadAllText(_folder.At("a.txt")));
            output.Commit();
        }
        Assert.Equal("new", File.ReadAllText(_folder.At("a.txt")));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_appears_with_Commit_below_folders_that_did_not_exist()
    {
        using (var output = new StagedOutput(_folder.At("x", "y")))
        {
            Directory.CreateDirectory(output.Path);
            File.WriteAllText(Path.Combine(output.Path, "a.txt"), "new");
            Assert.False(Path.Exists(_folder.At("x")));
            output.Commit();
        }
        Assert.Equal("new", File.ReadAllText(_folder.At("x", "y", "a.txt")));
    }

    [Fact]
    public void A_folder_is_replaced_as_a_whole()
    {
        Directory.CreateDirectory(_folder.At("x"));
        File.WriteAllText(_folder.At("x", "old.txt"), "");
        using var output = new StagedOutput(_folder.At("x"));
        Directory.CreateDirectory(output.Path);
        File.WriteAllText(Path.Combine(output.Path, "new.txt"), "");
        output.Commit();
        Assert.Equal([_folder.At("x", "new.txt")], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("previous")]
    [InlineData("new")]
    public void A_folder_that_exists_keeps_its_place_whatever_its_name(string name)
    {
        // It may be a mount point: what it holds is replaced, the folder itself is not renamed.
        var folder = Directory.CreateDirectory(_folder.At(name));
        Directory.CreateDirectory(_folder.At(name, "filled"));
        using var output = new StagedOutput(folder.FullName);
        Directory.CreateDirectory(Path.Combine(output.Path, "filled"));
        File.WriteAllText(Path.Combine(output.Path, "filled", "a.txt"), "");
        Assert.StartsWith(folder.FullName + Path.DirectorySeparatorChar, output.Path, StringComparison.Ordinal);
        output.Commit();
        Assert.Equal([_folder.At(name, "filled"), _folder.At(name, "filled", "a.txt")],
            Directory.EnumerateFileSystemEntries(folder.FullName, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public void Without_Commit_nothing_is_left()
    {
        using (var output = new StagedOutput(_folder.At("x", "y")))
        {
            Directory.CreateDirectory(output.Path);
            File.WriteAllText(Path.Combine(output.Path, "a.txt"), "half");
        }
        Assert.Empty(_folder.Contents());
    }

    [Fact]
    public void Everything_staged_is_gone_before_the_last_word()
    {
        using var file = new StagedOutput(_folder.At("a.txt"));
        File.WriteAllText(file.Path, "half");
        using var folder = new StagedOutput(_folder.At("x", "y"));
        Directory.CreateDirectory(folder.Path);
        string[] left = ["never asked"];

        StagedOutput.DiscardAll(() => left = _folder.Contents());

        Assert.Empty(left);
        Assert.Throws<OperationCanceledException>(file.Commit);
        Assert.Empty(_folder.Contents());
    }
}
