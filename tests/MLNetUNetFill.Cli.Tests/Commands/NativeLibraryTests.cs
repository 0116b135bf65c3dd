using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

public sealed class NativeLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxX64Theory]
    [InlineData("train", "--input", "IN", "--model", "model.onnx")]
    [InlineData("run", "--input", "IN", "--output", "out")]
    [InlineData("demo", "--output", "out")]
    [InlineData("compare", "--input", "IN", "--output", "out", "--methods", "low-rank")]
    public void Without_libtorch_every_verb_that_trains_says_so_in_one_sentence(params string[] command)
    {
        var tool = ToolFolder.Make(_folder.At("tool"), withLibtorch: false);
        TenXText.Write(_folder.At("IN"));
        var before = _folder.Contents();

        // Not even a libtorch that the system would find counts: its version is anybody's guess.
        var outcome = Unetfill.RunFrom(tool, "LD_LIBRARY_PATH", ToolFolder.Libtorch(),
            [.. command.Select(word => word is "IN" or "out" or "model.onnx" ? _folder.At(word) : word)]);

        outcome.FailsWith(1, "Training needs libtorch, which was not found beside this program; add the package "
            + "libtorch-cpu-linux-x64 2.10.0 to it, or fill with a model that was trained elsewhere, which needs no libtorch.");
        Assert.DoesNotContain("TorchSharp", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Contents());
    }

    [LinuxX64Theory]
    [InlineData("train", "--model", "model.onnx")]
    [InlineData("run", "--output", "out")]
    public void Without_ONNX_Runtime_one_sentence_says_so_before_a_training(string verb, string option, string name)
    {
        var input = TenXText.Write(_folder.At("IN"));
        var tool = ToolFolder.Make(_folder.At("tool"), withLibtorch: true, withOnnxRuntime: false);
        var before = _folder.Contents();

        var outcome = Unetfill.RunFrom(tool, "LANG", "C", verb, "--input", input, option, _folder.At(name));

        outcome.FailsWith(1, "Scoring needs ONNX Runtime, whose native library was not found beside this program; add the package "
            + "Microsoft.ML.OnnxRuntime 1.31.1 to it, or one for CUDA, see docs/gpu.md.");
        Assert.DoesNotContain("poch", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Contents());
    }

    [LinuxX64Theory]
    [InlineData("tool")]
    [InlineData("the tool's copy (1)")]
    public void A_model_is_trained_with_libtorch_and_filled_with_where_there_is_none(string name)
    {
        var input = TenXText.Write(_folder.At("IN"));
        var (model, filled) = (_folder.At("model.onnx"), _folder.At("filled"));

        Unetfill.RunFrom(ToolFolder.Make(_folder.At(name), withLibtorch: true), "LANG", "C",
            "train", "--input", input, "--model", model, "--genes", "all", "--epochs", "1", "--threads", "1").Succeeds();
        Unetfill.RunFrom(ToolFolder.Make(_folder.At("bare"), withLibtorch: false), "LANG", "C",
            "fill", "--input", input, "--model", model, "--output", filled, "--threads", "1").Succeeds();

        Assert.True(File.Exists(Path.Combine(filled, "matrix.mtx.gz")));
    }
}
