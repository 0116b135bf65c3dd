using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary>A device that is asked for and absent.</summary>
public sealed class AbsentCudaTests(WorkflowTests.Simulation simulation) : IClassFixture<WorkflowTests.Simulation>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cuda_that_is_absent_is_one_sentence_before_training()
    {
        if (File.Exists("/proc/driver/nvidia/version")) return;
        foreach (var device in (string[])["cuda", "cuda:3"])
            Unetfill.Run("train", "--input", simulation.Counts, "--model", _folder.At("new.onnx"), "--device", device)
                .FailsWith(1, "no CUDA device",
                $"--device is {device}, but", "install an NVIDIA driver", "or give --device auto or cpu.");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("compare")]
    [InlineData("run")]
    public void Cuda_that_is_absent_stops_before_the_input_is_read(string verb)
    {
        if (File.Exists("/proc/driver/nvidia/version")) return;
        var outcome = Unetfill.Run(verb, "--input", simulation.Counts, "--output", _folder.At("out"), "--device", "cuda");
        outcome.FailsWith(1, "no CUDA device");
        Assert.DoesNotContain("Read ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_that_is_absent_is_one_sentence()
    {
        if (File.Exists("/proc/driver/nvidia/version")) return;
        var outcome = Unetfill.Run("fill", "--input", simulation.Counts, "--model", simulation.Model, "--output", _folder.At("filled"),
            "--device", "cuda");
        outcome.FailsWith(1, "CUDA", "or give --device auto or cpu.");
        Assert.DoesNotContain("Read ", outcome.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.At("filled")));
    }
}
