using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Tests.ModelFile;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("unetfill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Writes_and_replaces()
    {
        var path = Path.Combine(_folder, "new", "report.json");
        AtomicFile.Write(path, stream => stream.Write("first, and longer"u8));
        AtomicFile.Write(path, stream => stream.Write("second"u8));
        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.Combine(_folder, "new")));
    }

    [Fact]
    public void Leaves_the_old_file_and_no_other_when_writing_fails()
    {
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllText(path, "old");
        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new OperationCanceledException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Hands_out_a_path_with_the_same_extension_in_the_same_folder()
    {
        var path = Path.Combine(_folder, "model.onnx");
        var handedOut = "";
        AtomicFile.WriteAt(path, temporary => File.WriteAllText(handedOut = temporary, "model"));
        Assert.Equal(_folder, Path.GetDirectoryName(handedOut));
        Assert.Equal(".onnx", Path.GetExtension(handedOut));
        Assert.NotEqual(path, handedOut);
        Assert.Equal("model", File.ReadAllText(path));
        Assert.False(File.Exists(handedOut));
    }

    [Fact]
    public void Says_why_a_file_cannot_be_written()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        Assert.Contains("is a folder", Assert.Throws<GapFillException>(() => AtomicFile.Write(_folder, _ => { })).Message);
        Assert.StartsWith(Path.Combine(file, "report.json") + " cannot be written: ",
            Assert.Throws<GapFillException>(() => AtomicFile.Write(Path.Combine(file, "report.json"), _ => { })).Message);
    }

    [Fact]
    public void A_device_is_never_replaced()
    {
        if (!File.Exists("/dev/null")) return;
        // Should it not be refused, nothing is to come of it all the same.
        var error = Assert.Throws<GapFillException>(() => AtomicFile.WriteAt("/dev/null", _ => throw new InvalidOperationException()));
        Assert.Equal("/dev/null is a device; expected the name of a file to write.", error.Message);
    }
}
