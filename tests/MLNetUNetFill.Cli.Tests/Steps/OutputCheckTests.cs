using MLNetUNetFill.Cli.Steps;
using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Steps;

public sealed class OutputCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void New_and_empty_folders_and_earlier_outputs_are_taken()
    {
        Assert.Equal(_folder.At("new"), Check(_folder.At("new") + "/"));
        Assert.Equal(_folder.Path, Check(_folder.Path));
        File.WriteAllText(_folder.At("marker.json"), "");
        File.WriteAllText(_folder.At("data.bin"), "");
        Assert.Equal(_folder.Path, Check(_folder.Path));
    }

    [Fact]
    public void Folders_without_the_marker_or_with_foreign_files_are_refused()
    {
        File.WriteAllText(_folder.At("data.bin"), "");
        Assert.Contains("holds no marker.json", Assert.Throws<GapFillException>(() => Check(_folder.Path)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(_folder.At("marker.json"), "");
        File.WriteAllText(_folder.At("notes.txt"), "");
        Assert.Contains("holds 'notes.txt'", Assert.Throws<GapFillException>(() => Check(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_is_never_replaced()
    {
        if (!File.Exists("/dev/null")) return;
        Assert.Equal("--report /dev/null is a device; expected the name of a file to write.",
            Assert.Throws<GapFillException>(() => OutputCheck.File("--report", "/dev/null")).Message);
    }

    [Theory]
    [InlineData("in", "in")]
    [InlineData("in", "in/")]
    [InlineData(".", "in")]
    [InlineData("in/../in", "in")]
    public void An_input_is_never_overwritten(string output, string input) =>
        Assert.Contains("would overwrite the input",
            Assert.Throws<GapFillException>(() => OutputCheck.Folder("--output", _folder.At(output), "m", [], _folder.At(input))).Message,
                StringComparison.Ordinal);

    [Theory]
    [InlineData("in", "in/matrix.mtx.gz")]
    [InlineData("in", "in/GSM1_genes.tsv")]
    [InlineData("matrix.mtx.gz", "barcodes.tsv")]
    [InlineData("GSM1_matrix.mtx", "GSM1_features.tsv.gz")]
    public void A_file_of_the_input_is_never_overwritten(string input, string name) =>
        Assert.Contains("would overwrite the input",
            Assert.Throws<GapFillException>(() => OutputCheck.File("--output", _folder.At(name), _folder.At(input))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("in", "in/model.onnx")]
    [InlineData("in", "in/more/genes.tsv")]
    [InlineData("matrix.mtx", "model.onnx")]
    [InlineData("counts.csv", "genes.tsv")]
    public void A_file_beside_or_below_the_input_is_taken(string input, string name) =>
        Assert.Equal(_folder.At(name), OutputCheck.File("--model", _folder.At(name), _folder.At(input)));

    [Fact]
    public void An_output_folder_beside_or_below_the_input_is_taken()
    {
        Assert.Equal(_folder.At("in", "filled"), OutputCheck.Folder("--output", _folder.At("in", "filled"), "m", [], _folder.At("in")));
        Assert.Equal(_folder.At("inside"), OutputCheck.Folder("--output", _folder.At("inside"), "m", [], _folder.At("in")));
    }

    [Fact]
    public void Checking_leaves_nothing_behind()
    {
        OutputCheck.File("--model", _folder.At("a", "b.onnx"));
        Assert.Empty(_folder.Contents());
    }

    private string Check(string path) => OutputCheck.Folder("--output", path, "marker.json", ["data.bin"], "elsewhere");
}
