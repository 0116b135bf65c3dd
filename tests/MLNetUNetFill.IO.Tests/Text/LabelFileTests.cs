namespace MLNetUNetFill.IO.Tests.Text;

public class LabelFileTests
{
    [Theory]
    [InlineData("labels.tsv", "barcode\tlabel\nb\tT cell, CD4\na\tB \"x\"\nc\tother\n", "B \"x\"", "T cell, CD4")]
    [InlineData("labels.tsv.gz", "\uFEFFbarcode\tlabel\r\na\tA\r\nb\tB", "A", "B")]
    [InlineData("labels.csv", "barcode,label\na,\"T cell, \"\"CD4\"\"\"\n\nb,B\n", "T cell, \"CD4\"", "B")]
    public void Reads_labels_in_the_order_of_the_cells(string file, string text, params string[] labels)
    {
        using var folder = new TempFolder();
        Assert.Equal(labels, LabelFile.Read(folder.Write(file, text), ["a", "b"]));
    }

    [Theory]
    [InlineData("cell\ttype\na\tA\n", "line 1: found 'cell\\ttype'; expected the header 'barcode', tab or comma, 'label'")]
    [InlineData("barcode\tlabel\tmore\n", "line 1: found")]
    [InlineData("barcode\tlabel\na\n", "line 2: found 'a'; expected a barcode, a tab and a label")]
    [InlineData("barcode\tlabel\na\t\n", "line 2: found 'a\\t'")]
    [InlineData("barcode,label\na,A,x\n", "line 2: found 'a,A,x'; expected a barcode, a comma and a label")]
    [InlineData("barcode\tlabel\na\tA\nb\tB\na\tC\n", "line 4: found the barcode 'a' of line 2 again; expected every cell once")]
    [InlineData("barcode\tlabel\na\tA\n", "has no label for 1 of 2 cells, the first 'b'; expected one for every cell")]
    [InlineData("", "is empty")]
    public void Refuses_malformed_files(string text, string message)
    {
        using var folder = new TempFolder();
        var path = folder.Write("labels.tsv", text);
        var error = Assert.Throws<GapFillException>(() => LabelFile.Read(path, ["a", "b"]));
        Assert.StartsWith(path, error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Names_a_file_that_is_missing_or_a_folder()
    {
        using var folder = new TempFolder();
        Assert.EndsWith("none.tsv does not exist.", Assert.Throws<GapFillException>(() => LabelFile.Read(folder["none.tsv"], [])).Message);
        Assert.Contains("is a folder; expected a file", Assert.Throws<GapFillException>(() => LabelFile.Read(folder.Path, [])).Message);
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        using var folder = new TempFolder();
        LabelFile.Write(folder["labels.tsv"], ["a", "b"], ["T cell", "B, cell"]);
        Assert.Equal(["B, cell", "T cell"], LabelFile.Read(folder["labels.tsv"], ["b", "a"]));
        Assert.Equal(["labels.tsv"], folder.Entries);
    }
}
