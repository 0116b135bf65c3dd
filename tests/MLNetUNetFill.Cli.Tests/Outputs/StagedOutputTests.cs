using MLNetUNetFill.Cli.Outputs;
using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Outputs;

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
}
