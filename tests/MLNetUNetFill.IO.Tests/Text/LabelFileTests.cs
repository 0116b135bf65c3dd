namespace MLNetUNetFill.IO.Tests.Text;

public class LabelFileTests
{
    [Theory]
    [InlineData("labels.tsv", "barcode\tlabel\nb\tT cell, CD4\na\tB \"x\"\nc\tother\n", "B \"x\"", "T cell, CD4")]
    [InlineData("labels.tsv.gz", "\uFEFFbarcode\tlabel\r\na\tA\r\nb\tB", "A", "B")]
    [InlineData("labels.csv", "barcode,label\na,\"T cell, \"\"CD4\"\"\"\n\nb,B\n", "T cell, \"CD4\"", "B")]
    [InlineData("labels.csv", ",label\na,A\nb,B\n", "A", "B")]
    [InlineData("labels.csv", ";label\na;A, x\nb;B\n", "A, x", "B")]
    [InlineData("labels.tsv", "n\tlabel\n\"a\"\t3\t\"A\"\n\"b\"\t4\tB\n", "A", "B")]
    [InlineData("labels.tsv", "a\tA\nb\tB\n", "A", "B")]
    [InlineData("labels.tsv", "cell\ttype\na\tA\nb\tB\n", "A", "B")]
    [InlineData("labels.tsv", "cluster\tLabel\tbarcode\n1\tA\ta\n2\tB\tb\n", "A", "B")]
    public void Reads_labels_in_the_order_of_the_cells(string file, string text, params string[] labels)
    {
        using var folder = new TempFolder();
        Assert.Equal(labels, LabelFile.Read(folder.Write(file, text), ["a", "b"]));
    }

    [Theory]
    [InlineData("cell type\na A\n", "line 1: found 'cell type'; expected the header 'barcode', tab, comma or semicolon, 'label'")]
    [InlineData("a,b;c\n", "line 1: found 'a,b;c', with commas and semicolons; expected columns separated by one of them")]
    [InlineData("barcode\ttype\tmore\nx\tA\tB\n",
        "line 1: found the columns 'type', 'more'; expected one called 'label', or the name of the labels' column as --label-column")]
    [InlineData("barcode\tlabel\n", "line 1: the file ends; expected the labels of the cells below the header")]
    [InlineData("barcode\tlabel\n\"a\tA\n", "line 2: found '\"a\\tA'; expected a double quote at the end")]
    [InlineData("barcode\tlabel\nx\tA\ny\tB\n",
        "has no label for any of 2 cells: it names 'x' and the matrix 'a'; expected the names of the matrix")]
    [InlineData("barcode\tlabel\na\n", "line 2: found 'a'; expected a barcode, a tab and a label")]
    [InlineData("barcode\tlabel\na\t\n", "line 2: found 'a\\t'")]
    [InlineData("barcode,label\na,A,x\n", "line 2: found 'a,A,x'; expected a barcode, a comma and a label")]
    [InlineData("barcode\tlabel\na\tA\nb\tB\na\tC\n", "line 4: found the barcode 'a' of line 2 again; expected every cell once")]
    [InlineData("barcode\tlabel\na\tA\n", "has no label for 1 of 2 cells, the first 'b'; expected one for every cell")]
    [InlineData("", "is empty (0 bytes); expected UTF-8 text, plain or gzip.")]
    [InlineData("\u001b[31m\t\u0007\u202e\tx\nb\t1\t2\n", "line 1: found the columns '??', 'x'; expected one called 'label'")]
    public void Refuses_malformed_files(string text, string message)
    {
        using var folder = new TempFolder();
        var path = folder.Write("labels.tsv", text);
        var error = Assert.Throws<GapFillException>(() => LabelFile.Read(path, ["a", "b"]));
        Assert.StartsWith(path, error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Cells_are_matched_without_their_suffix_with_a_note()
    {
        using var folder = new TempFolder();
        var notes = new List<string>();
        var path = folder.Write("labels.tsv", "barcode\tlabel\nAAA-1\tA\nCCC-1\tC\nGGG-1\tG\n");
        Assert.Equal(["C", "A"], LabelFile.Read(path, ["CCC", "AAA"], note: notes.Add));
        Assert.EndsWith("('CCC-1' and 'CCC'); they were matched without suffixes such as -1.", Assert.Single(notes),
            StringComparison.Ordinal);
        // Two runs have the same barcodes: which is meant cannot be told.
        folder.Write("labels.tsv", "barcode\tlabel\nAAA-1\tA\nAAA-2\tC\n");
        Assert.Contains("it names 'AAA-1' and the matrix 'AAA'",
            Assert.Throws<GapFillException>(() => LabelFile.Read(path, ["AAA"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_column_is_read_where_it_is_named()
    {
        using var folder = new TempFolder();
        var path = folder.Write("labels.csv", "barcode,label,fine type\na,A,x\nb,B,y\n");
        Assert.Equal(["x", "y"], LabelFile.Read(path, ["a", "b"], "fine type"));
        Assert.Contains("found no column 'coarse'; expected the --label-column among 'label', 'fine type'",
            Assert.Throws<GapFillException>(() => LabelFile.Read(path, ["a", "b"], "coarse")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_a_file_that_is_missing_or_a_folder()
    {
        using var folder = new TempFolder();
        Assert.EndsWith("none.tsv does not exist; expected a file of text, plain or gzip.",
            Assert.Throws<GapFillException>(() => LabelFile.Read(folder["none.tsv"], [])).Message);
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
