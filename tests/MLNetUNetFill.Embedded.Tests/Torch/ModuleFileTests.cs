using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class ModuleFileTests
{
    [Fact]
    public void Saved_module_loads_into_another()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var saved = new SmallNetwork();
            using var loaded = new SmallNetwork();
            saved.save(path);
            loaded.load(path);
            foreach (var (name, tensor) in loaded.state_dict())
                Assert.True(tensor.Equals(saved.state_dict()[name]), name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Streams_serve_as_well_as_files()
    {
        using var saved = new SmallNetwork();
        using var loaded = new SmallNetwork();
        var stream = new MemoryStream();
        saved.save(stream);
        var names = new Dictionary<string, bool>();
        loaded.load(new MemoryStream(stream.ToArray()), loadedParameters: names);
        Assert.True(loaded.state_dict()["head.weight"].Equals(saved.state_dict()["head.weight"]));
        Assert.Equal(saved.state_dict().Keys.Order(), names.Keys.Order());
    }

    [Fact]
    public void Module_of_another_shape_is_refused()
    {
        using var saved = new SmallNetwork(channels: 4);
        using var other = new SmallNetwork(channels: 5);
        using var convolution = nn.Conv2d(1, 1, 1);
        var stream = new MemoryStream();
        saved.save(stream);
        Assert.Throws<ArgumentException>(() => other.load(new MemoryStream(stream.ToArray())));
        Assert.Throws<ArgumentException>(() => convolution.load(new MemoryStream(stream.ToArray())));
        Assert.Throws<FileNotFoundException>(() => saved.load("there-is-no-such-file"));
    }
}
