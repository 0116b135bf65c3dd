using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary>Data that cannot be worked with: one sentence, exit code 1, nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Input => _folder.At("in");

    private void TrainFailsWith(params string[] fragments)
    {
        var before = _folder.Contents();
        Unetfill.Run("train", "--input", Input, "--model", _folder.At("model.onnx"), "--epochs", "1", "--genes", "all", "--threads",
            "1").FailsWith(1, fragments);
        Assert.Equal(before, _folder.Contents());
    }

    [Fact]
    public void Missing_folder() => TrainFailsWith(Input, "does not exist");

    [Fact]
    public void Missing_file()
    {
        TenXText.Write(Input);
        File.Delete(Path.Combine(Input, "barcodes.tsv"));
        TrainFailsWith(Input, "barcodes.tsv");
    }

    [Fact]
    public void Truncated_gzip()
    {
        TenXText.Write(Input);
        var matrix = Path.Combine(Input, "matrix.mtx.gz");
        File.WriteAllBytes(matrix, File.ReadAllBytes(matrix)[..^40]);
        TrainFailsWith("matrix.mtx.gz");
    }

    [Fact]
    public void Wrong_header()
    {
        TenXText.Write(Input, 3, 3, ["1 1 1"], banner: "genes cells counts");
        TrainFailsWith("matrix.mtx.gz", "genes cells counts", "%%MatrixMarket matrix coordinate");
    }

    [Theory]
    [InlineData("-3")]
    [InlineData("nan")]
    [InlineData("x")]
    public void Count_that_is_none(string count)
    {
        TenXText.Write(Input, 3, 3, ["1 1 2", $"2 2 {count}"], banner: "%%MatrixMarket matrix coordinate real general");
        TrainFailsWith("matrix.mtx.gz", "4", count);
    }

    [Fact]
    public void No_cells()
    {
        TenXText.Write(Input, 0, 3, []);
        TrainFailsWith("barcodes.tsv");
    }

    [Fact]
    public void One_gene()
    {
        TenXText.Write(Input, 3, 1, ["1 1 2", "1 2 3", "1 3 1"]);
        TrainFailsWith("1 gene", "at least 2");
    }

    [Fact]
    public void Output_below_a_file()
    {
        TenXText.Write(Input);
        File.WriteAllText(_folder.At("file"), "");
        Unetfill.Run("train", "--input", Input, "--model", _folder.At("file", "model.onnx"))
            .FailsWith(1, "--model", "is a file; expected a folder");
    }

    [Fact]
    public void Output_that_is_a_folder()
    {
        TenXText.Write(Input);
        Unetfill.Run("train", "--input", Input, "--model", Input).FailsWith(1, "--model", "is a folder");
    }

    [Fact]
    public void Output_folder_with_foreign_files_is_left_alone()
    {
        TenXText.Write(Input);
        Directory.CreateDirectory(_folder.At("out"));
        File.WriteAllText(_folder.At("out", "thesis.txt"), "years of work");
        var before = _folder.Contents();
        Unetfill.Run("run", "--input", Input, "--output", _folder.At("out")).FailsWith(1, "--output", "thesis.txt");
        Assert.Equal(before, _folder.Contents());
    }

    [Fact]
    public void Output_over_the_input_is_refused()
    {
        TenXText.Write(Input);
        Unetfill.Run("fill", "--input", Input, "--model", _folder.At("m.onnx"), "--output", Input).FailsWith(1, "--output",
            "would overwrite the input");
    }

    [Fact]
    public void Missing_label()
    {
        TenXText.Write(Input);
        var labels = TenXText.Labels(_folder.At("labels.tsv"), 29);
        var before = _folder.Contents();
        Unetfill.Run("run", "--input", Input, "--labels", labels, "--output", _folder.At("out")).FailsWith(1, "labels.tsv", "'cell29'");
        Assert.Equal(before, _folder.Contents());
    }

    [Theory]
    [InlineData("fill --input IN --model IN --output OUT", "--model ", "is a folder; expected a model written by 'unetfill train'.")]
    [InlineData("fill --input IN --model none --output OUT", "--model none does not exist; expected a model written by 'unetfill train'.")]
    [InlineData("fill --input FILE --model FILE --output OUT", "file is empty (0 bytes); expected UTF-8 text, plain or gzip.")]
    [InlineData("fill --input IN --model FILE --output FILE/x", "is a file; expected a folder")]
    [InlineData("evaluate --input IN --filled FILE", "--filled ", "is empty (0 bytes); expected a 10x folder or a table.")]
    [InlineData("evaluate --input IN --filled IN --truth none", "--truth none does not exist; expected a 10x folder or a table.")]
    [InlineData("evaluate --input IN --filled IN --labels IN", "--labels ", "is a folder; expected a file of cell types.")]
    [InlineData("evaluate --input IN --filled IN --report IN", "--report ", "is a folder; expected the name of a file to write.")]
    [InlineData("run --input IN --output OUT --labels none", "--labels none does not exist; expected a file of cell types.")]
    [InlineData("compare --input IN --output OUT --labels IN", "--labels ", "is a folder; expected a file of cell types.")]
    [InlineData("compare --input IN --output OUT --holdout FILE IN", "--holdout ", "is a folder; expected a file of entries.")]
    public void A_file_for_a_folder_and_a_folder_for_a_file_are_refused_at_once(string commandLine, params string[] fragments)
    {
        TenXText.Write(Input);
        File.WriteAllText(_folder.At("file"), "");
        var outcome = Unetfill.Run(commandLine.Replace("IN", Input, StringComparison.Ordinal).Replace("OUT", _folder.At("out"),
            StringComparison.Ordinal)
            .Replace("FILE", _folder.At("file"), StringComparison.Ordinal).Split(' '));
        outcome.FailsWith(1, fragments);
        Assert.Single(outcome.ErrorLines);
        Assert.False(Path.Exists(_folder.At("out")));
    }

    [Fact]
    public void Output_folder_that_may_not_be_written_to()
    {
        if (!Directory.Exists("/proc")) return;
        TenXText.Write(Input);
        foreach (var arguments in (string[][])[["train", "--model", "/proc/model.onnx"], ["run", "--output", "/proc/out"]])
            Unetfill.Run([.. arguments, "--input", Input])
                .FailsWith(1, $"{arguments[1]} {arguments[2]} cannot be written: no file can be made in /proc; "
                    + "expected a folder that may be written to.");
    }

    [Theory]
    [InlineData("run --genes all --output OUT",
        "Holding 4000 cells x 2000 genes filled, to measure them, needs about 0.3 GB of memory, but 0.2 GB are available; "
            + "expected fewer --genes, or")]
    [InlineData("compare --genes all --output OUT",
        "Comparing methods on 4000 cells x 2000 genes needs about 0.3 GB of memory, but 0.2 GB are available; expected fewer --genes")]
    public void A_matrix_that_memory_cannot_hold_filled_is_refused_at_once(string commandLine, string sentence)
    {
        TenXText.Write(Input, 4000, 2000, [.. Enumerable.Range(0, 4000).Select(cell => $"{cell % 2000 + 1} {cell + 1} 3")]);
        Unetfill.RunWith("DOTNET_GCHeapHardLimit", "0xC000000",
            [.. commandLine.Replace("OUT", _folder.At("out"), StringComparison.Ordinal).Split(' '), "--input", Input])
            .FailsWith(1, sentence);
        Assert.False(Path.Exists(_folder.At("out")));
    }

    [Theory]
    [InlineData("train --model OUT --genes all", "lower --max-training-cells (20000), --max-landmarks (8192) or --genes (40).")]
    [InlineData("compare --output OUT --methods unet-published", "lower --max-training-cells (20000) or --genes (40).")]
    [InlineData("demo --output OUT --cells 30 --genes 30", "lower --cells or --genes.")]
    public void A_training_that_memory_cannot_hold_is_refused_with_options_that_the_verb_has(string commandLine, string advice)
    {
        TenXText.Write(Input);
        string[] input = commandLine.StartsWith("demo", StringComparison.Ordinal) ? [] : ["--input", Input];
        Unetfill.RunWith("DOTNET_GCHeapHardLimit", "0xC000000",
            [.. commandLine.Replace("OUT", _folder.At("out"), StringComparison.Ordinal).Split(' '), .. input])
            .FailsWith(1, "needs about 0.3 GB of memory, but 0.2 GB are available; expected less than that: " + advice);
        Assert.False(Path.Exists(_folder.At("out")));
    }

    [Theory]
    [InlineData("run --output OUT")]
    [InlineData("compare --output OUT")]
    [InlineData("evaluate --filled none")]
    [InlineData("train --tune 2 --model OUT")]
    public void A_matrix_that_memory_cannot_hold_is_refused_before_it_is_read(string commandLine)
    {
        TenXText.Write(Input, 4000, 4000, ["1 1 1"]);
        TenXText.Gzip(Path.Combine(Input, "matrix.mtx.gz"),
            "%%MatrixMarket matrix coordinate integer general\n4000 4000 15000000\n1 1 1\n");
        Unetfill.RunWith("DOTNET_GCHeapHardLimit", "0xC000000", [.. commandLine.Replace("OUT", _folder.At("out"), StringComparison.Ordinal)
            .Replace("none", Input, StringComparison.Ordinal).Split(' '), "--input", Input])
            .FailsWith(1, "Holding the 15000000 entries of ",
            "matrix.mtx.gz needs about 0.2 GB of memory, but 0.2 GB are available; expected a smaller matrix, or more memory.");
        Assert.False(Path.Exists(_folder.At("out")));
    }

    [Fact]
    public void One_of_anything_is_named_as_one()
    {
        var one = TenXText.Write(Input, 1, 2, ["1 1 2", "2 1 3"]);
        Unetfill.Run("evaluate", "--input", one, "--filled", TenXText.Write(_folder.At("two"), 2, 2, ["1 1 2", "2 2 3"]))
            .FailsWith(1, "has 2 cells; expected the 1 of");
        Assert.Contains("1 cell x 2 genes, 2 non-zero counts.", Unetfill.Run("evaluate", "--input", one, "--filled", one).Succeeds().Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_is_missing_or_is_none()
    {
        TenXText.Write(Input);
        Unetfill.Run("fill", "--input", Input, "--model", _folder.At("no.onnx"), "--output", _folder.At("out")).FailsWith(1, "no.onnx");
        File.WriteAllText(_folder.At("text.onnx"), "not a model");
        Unetfill.Run("fill", "--input", Input, "--model", _folder.At("text.onnx"), "--output", _folder.At("out")).FailsWith(1, "text.onnx");
        Assert.False(Path.Exists(_folder.At("out")));
    }
}
