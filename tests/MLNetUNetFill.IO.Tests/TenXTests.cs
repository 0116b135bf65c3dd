using FsCheck.Fluent;

namespace MLNetUNetFill.IO.Tests;

public class TenXTests
{
    private const string Header = "%%MatrixMarket matrix coordinate integer general\n";

    [Fact]
    public void Reads_a_version_3_folder()
    {
        using var folder = new TempFolder();
        folder.Write("features.tsv.gz", "E1\tA\tGene Expression\nE2\tB\tGene Expression\nE3\tC\tGene Expression\n");
        folder.Write("barcodes.tsv.gz", "AAA-1\nCCC-1\n");
        folder.Write("matrix.mtx.gz", Header + "%metadata_json: {}\n3 2 3\n3 1 7\n1 1 2\n2 2 5\n");

        var (counts, warnings) = TenX.Read(folder.Path);

        Assert.Equal(["AAA-1", "CCC-1"], counts.Barcodes);
        Assert.Equal(["E1", "E2", "E3"], counts.GeneIds);
        Assert.Equal(["A", "B", "C"], counts.GeneNames);
        Assert.Equal([2, 0, 7], Matrices.Row(counts, 0));
        Assert.Equal([0, 5, 0], Matrices.Row(counts, 1));
        Assert.Equal([0, 2], counts.GenesOf(0).ToArray());
        Assert.Empty(warnings);
    }

    [Fact]
    public void Reads_a_version_2_folder_with_windows_line_ends_and_no_last_line_feed()
    {
        using var folder = new TempFolder();
        folder.Write("genes.tsv", "E1\tA\r\nE2\tB\r\n");
        folder.Write("barcodes.tsv", "AAA\r\nCCC");
        folder.Write("matrix.mtx", "%%MatrixMarket matrix coordinate real general\r\n2 2 2\r\n1 1 2.5\r\n 2\t2 1e+03 ");

        var (counts, warnings) = TenX.Read(folder.Path);

        Assert.Equal([2.5f, 0], Matrices.Row(counts, 0));
        Assert.Equal([0, 1000], Matrices.Row(counts, 1));
        Assert.Contains("1 value is no whole number; is it a raw count?", Assert.Single(warnings));
    }

    [Fact]
    public void Drops_zeros_that_are_written_out()
    {
        using var folder = TempFolder.TenX(Header + "2 2 3\n1 1 0\n2 1 4\n1 2 1\n");
        var counts = TenX.Read(folder.Path).Counts;
        Assert.Equal(2, counts.NonZeroCount);
        Assert.Equal([1], counts.GenesOf(0).ToArray());
    }

    [Fact]
    public void Keeps_cells_without_counts_and_says_how_many()
    {
        using var folder = TempFolder.TenX(Header + "2 2 1\n1 2 3\n");
        var (counts, warnings) = TenX.Read(folder.Path);
        Assert.Equal(0, counts.LibrarySize(0));
        Assert.Equal(3, counts.LibrarySize(1));
        Assert.Contains("1 of 2 cells has no counts", Assert.Single(warnings));
    }

    [Fact]
    public void Makes_gene_names_unique_and_says_how_many()
    {
        using var folder = TempFolder.TenX(Header + "4 1 1\n4 1 3\n", "E1\tA\nE2\tA\nE3\tA\nE4\n", "c\n");
        var (counts, warnings) = TenX.Read(folder.Path);
        Assert.Equal(["A", "A-1", "A-2", "E4"], counts.GeneNames);
        Assert.Equal(["E1", "E2", "E3", "E4"], counts.GeneIds);
        Assert.Contains("2 gene names", Assert.Single(warnings));
    }

    [Fact]
    public void Leaves_out_features_that_are_not_genes_and_says_which()
    {
        using var folder = TempFolder.TenX(Header + "3 1 3\n1 1 3\n2 1 9\n3 1 4\n",
            "E1\tA\tGene Expression\nAB\tCD3\tAntibody Capture\nE2\tB\tGene Expression\n", "c\n");
        var (counts, warnings) = TenX.Read(folder.Path);
        Assert.Equal(["A", "B"], counts.GeneNames);
        Assert.Equal([3, 4], Matrices.Row(counts, 0));
        Assert.Contains("1 of type 'Antibody Capture'", Assert.Single(warnings));
    }

    [Theory]
    [InlineData("\"E1\"\t\"A\"\t\"Gene Expression\"\n\"E2\"\t\"B\"\t\"Gene Expression\"\n", "\"a\"\n\"b\"\n")]
    [InlineData("\"E1\tA\"\n\"E2\tB\"\n", "a\nb\n")]
    [InlineData("\uFEFFE1\tA\r\nE2\tB\r\n\r\n\n", "\uFEFFa\r\nb\r\n\r\n")]
    [InlineData("E1\tA\tgene expression\tchr1\t7\t9\nE2\tB\tgene expression\tchr2\t7\t9\n", "a\tx\ty\nb\tx\ty\n")]
    public void Reads_what_other_tools_write(string genes, string barcodes)
    {
        using var folder = TempFolder.TenX(
            "\uFEFF%%matrixmarket matrix coordinate unsigned-integer general\r\n2 2 2\r\n1 1 3\r\n2 2 0\r\n\r\n", genes, barcodes);
        var (counts, warnings) = TenX.Read(folder.Path);
        Assert.Equal(["a", "b", "E1", "E2", "A", "B"], [.. counts.Barcodes, .. counts.GeneIds, .. counts.GeneNames]);
        Assert.Equal(3, counts[0, 0]);
        Assert.Contains("1 of 2 cells has no counts", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E1\tA\tchr1\nE2\tB\tchr2\n",
        "the third column holds no feature type of 10x ('chr2' for one); all 2 rows are read as genes.")]
    [InlineData("E1\tA\tGene\tExpression\nE2\tB\tGene\tExpression\n",
        "the words of a feature type stand in columns of their own; they are read as one, such as 'Gene Expression'.")]
    public void Says_once_what_a_third_column_was_taken_for(string genes, string note)
    {
        using var folder = TempFolder.TenX(Header + "2 2 2\n1 1 3\n2 2 4\n", genes);
        var (counts, warnings) = TenX.Read(folder.Path);
        Assert.Equal(["A", "B"], counts.GeneNames);
        Assert.Equal($"{folder["genes.tsv"]}: {note}", Assert.Single(warnings));
    }

    [Fact]
    public void Gzip_is_known_by_its_bytes_and_may_have_many_members()
    {
        using var folder = TempFolder.TenX(Header + "2 2 2\n1 1 3\n2 2 4\n");
        var expected = TenX.Read(folder.Path).Counts;
        File.Delete(folder["matrix.mtx"]);
        // bgzip: small members, each with an extra field, and an empty one at the end.
        byte[] member = TempFolder.Gzip(Header), rest = TempFolder.Gzip("2 2 2\n1 1 3\n2 2 4\n");
        byte[] blocked = [.. member[..3], 4, .. member[4..10], 6, 0, (byte)'B', (byte)'C', 2, 0, 0, 0, .. member[10..]];
        File.WriteAllBytes(folder["matrix.mtx"], [.. blocked, .. rest, .. TempFolder.Gzip("")]);
        File.Move(folder["genes.tsv"], folder["genes.tsv.gz"]);
        Matrices.AssertSame(expected, TenX.Read(folder.Path).Counts);
    }

    [Fact]
    public void Files_with_a_prefix_are_read_where_it_is_given_and_named_where_it_is_not()
    {
        using var folder = TempFolder.TenX(Header + "2 2 2\n1 1 3\n2 2 4\n");
        foreach (var name in folder.Entries) File.Move(folder[name], folder["GSM1_" + name]);
        Assert.EndsWith("holds none of matrix.mtx.gz, matrix.mtx, but GSM1_matrix.mtx: add --prefix GSM1_; "
                + "expected a 10x folder with one of them.",
            Assert.Throws<GapFillException>(() => CountFile.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(["A", "B"], CountFile.Open(folder.Path, new CountFileOptions { Prefix = "GSM1_" }).GeneNames);
        Assert.EndsWith("has the prefix 'GSM1_'; expected 'GSM2_', or the folder of such files.", Assert.Throws<GapFillException>(() =>
            CountFile.Open(folder["GSM1_matrix.mtx"], new CountFileOptions { Prefix = "GSM2_" })).Message);
        Assert.Equal(["A", "B"], CountFile.Open(folder["GSM1_matrix.mtx"]).GeneNames);
    }

    [Fact]
    public void A_10x_folder_below_the_one_given_is_named()
    {
        using var folder = new TempFolder();
        TenXWriter.Write(folder["outs/filtered_feature_bc_matrix"], Matrices.Random(3, wholeNumbers: true));
        Assert.Contains("but outs/filtered_feature_bc_matrix below it holds one: give that folder",
            Assert.Throws<GapFillException>(() => TenX.Read(folder.Path)).Message);
    }

    [Fact]
    public void A_folder_that_lacks_its_genes_is_not_sent_back_to_itself()
    {
        using var folder = TempFolder.TenX(Header + "2 2 2\n1 1 3\n2 2 4\n");
        File.Delete(folder["genes.tsv"]);
        Assert.EndsWith("holds none of features.tsv.gz, features.tsv, genes.tsv.gz, genes.tsv; expected a 10x folder with one of them.",
            Assert.Throws<GapFillException>(() => TenX.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x61, 0 }, "is UTF-16 text")]
    [InlineData(new byte[] { 0x42, 0x5a, 0x68, 0x39, 0x31 }, "is packed by bzip2")]
    [InlineData(new byte[] { 0x50, 0x4b, 3, 4, 0 }, "is a zip archive")]
    public void Names_what_is_no_text(byte[] content, string what)
    {
        using var folder = TempFolder.TenX(Header + "2 2 0\n");
        File.WriteAllBytes(folder["barcodes.tsv"], content);
        Assert.Contains(what, Assert.Throws<GapFillException>(() => TenX.Read(folder.Path)).Message);
    }

    [Fact]
    public void Entries_may_come_in_any_order() => Deterministic.Check(Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var matrix = Matrices.Random(seed, wholeNumbers: true);
        var entries = Enumerable.Range(0, matrix.CellCount)
            .SelectMany(cell => matrix.GenesOf(cell).ToArray().Select(gene => $"{gene + 1} {cell + 1} {matrix[cell, gene]}\n")).ToArray();
        new Random(seed).Shuffle(entries);
        using var folder = TempFolder.TenX($"{Header}{matrix.GeneCount} {matrix.CellCount} {entries.Length}\n{string.Concat(entries)}",
            string.Concat(matrix.GeneIds.Zip(matrix.GeneNames, (id, name) => $"{id}\t{name}\n")),
            string.Concat(matrix.Barcodes.Select(barcode => barcode + "\n")));
        Matrices.AssertSame(matrix, TenX.Read(folder.Path).Counts);
    }), 30);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("hello\n", "line 1: found 'hello'; expected the header '%%MatrixMarket matrix coordinate integer general'")]
    [InlineData("%%MatrixMarket matrix array real general\n2 2\n", "line 1: found '%%MatrixMarket matrix array real general'")]
    [InlineData("%%MatrixMarket matrix coordinate pattern general\n2 2 0\n", "line 1: found")]
    [InlineData("%%MatrixMarket matrix coordinate integer symmetric\n2 2 0\n", "line 1: found")]
    [InlineData(Header, "line 1: the file ends; expected the size line")]
    [InlineData(Header + "2 2\n", "line 2: found '2 2'; expected the size line")]
    [InlineData(Header + "2 -2 1\n", "line 2: found '2 -2 1'")]
    [InlineData(Header + "3 2 0\n", "line 2: the size line gives 3 genes x 2 cells, but ")]
    [InlineData(Header + "2 5 0\n", "line 2: the size line gives 2 genes x 5 cells, but ")]
    [InlineData(Header + "2 2 5\n", "line 2: the size line gives 2 genes x 2 cells and 5 entries; expected at most 4")]
    [InlineData(Header + "2 2 2\n1 1 1\n", "line 3: the file ends after 1 entry; expected the 2 that the size line (line 2) gives")]
    [InlineData(Header + "2 2 1\n1 1 1\n2 2 1\n", "line 4: found one more entry; expected only the 1 entry that")]
    [InlineData(Header + "2 2 1\n1 1\n", "line 3: found '1 1'; expected an entry 'gene cell count'")]
    [InlineData(Header + "2 2 1\n+1 1 5\n", "line 3: found '+1 1 5'; expected an entry 'gene cell count'")]
    [InlineData(Header + "2 2 1\n1 1 1 1\n", "line 3: found '1 1 1 1'; expected an entry")]
    [InlineData(Header + "2 2 1\nx 1 1\n", "line 3: found 'x 1 1'; expected an entry")]
    [InlineData(Header + "2 2 1\n3 1 1\n", "line 3: found gene index 3; expected 1 to 2")]
    [InlineData(Header + "2 2 1\n0 1 1\n", "line 3: found gene index 0; expected 1 to 2")]
    [InlineData(Header + "2 2 1\n1 3 1\n", "line 3: found cell index 3; expected 1 to 2")]
    [InlineData(Header + "2 2 1\n1 -1 1\n", "line 3: found cell index -1; expected 1 to 2")]
    [InlineData(Header + "2 2 1\n1 99999999999999999999 1\n", "line 3: found '1 99999999999999999999 1'; expected an entry")]
    [InlineData(Header + "2 2 1\n1 1 -3\n", "line 3: found the count '-3'; expected 0 or more")]
    [InlineData(Header + "2 2 1\n1 1 NaN\n", "line 3: found the count 'NaN'; expected a finite number")]
    [InlineData(Header + "2 2 1\n1 1 Infinity\n", "line 3: found the count 'Infinity'; expected a finite number")]
    [InlineData(Header + "2 2 1\n1 1 1e39\n", "line 3: found the count '1e39'; expected at most 3.4E+38, the most that single precision")]
    [InlineData(Header + "2 2 1\n1 1 400000000000000000000000000000000000000\n", "expected at most 3.4E+38, the most that")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 8e-317\n",
        "line 3: found the count '8e-317'; expected 0, or at least 1.4E-45")]
    [InlineData(Header + "2 2 1\n1 1 many\n", "line 3: found the count 'many'; expected a finite number")]
    [InlineData(Header + "2 2 1\n1 1 1.5\n", "line 3: found the count '1.5'; expected a whole number")]
    [InlineData(Header + "2 2 3\n1 1 1\n2 2 1\n1 1 1\n",
        "line 5: found gene 1 of cell 1 again (first on line 3); expected every entry once")]
    [InlineData(Header + "2 2 2\n1 1 1\n1 1 1\n", "line 4: found gene 1 of cell 1 again (first on line 3); expected every entry once")]
    public void Refuses_a_malformed_matrix(string text, string message)
    {
        using var folder = TempFolder.TenX(text);
        var error = Assert.Throws<GapFillException>(() => TenX.Read(folder.Path));
        Assert.StartsWith(folder["matrix.mtx"], error.Message);
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Recognises_the_transpose()
    {
        using var folder = TempFolder.TenX(Header + "2 3 0\n", "E1\nE2\nE3\n", "a\nb\n");
        Assert.Contains("not the transpose", Assert.Throws<GapFillException>(() => TenX.Read(folder.Path)).Message);
    }

    [Theory]
    [InlineData("genes.tsv", "E1\tA\n", "names 1 gene; expected at least 2")]
    [InlineData("genes.tsv", "E1\tA\tGene Expression\nE2\tB\tPeaks\n", "names 1 gene besides 1 of type 'Peaks'; expected at least 2")]
    [InlineData("genes.tsv", "E1\tA\n\nE3\tC\n", "line 2: found a blank line; expected a gene identifier")]
    [InlineData("genes.tsv", "", "is empty")]
    [InlineData("barcodes.tsv", "", "is empty")]
    [InlineData("barcodes.tsv", "a\n\nb\n", "line 2: found a blank line; expected the name of a cell")]
    [InlineData("barcodes.tsv", "\"a\nb\n", "line 1: found '\"a'; expected a double quote at the end of a field that begins with one")]
    [InlineData("genes.tsv", "id\tname\nE1\tA\nE2\tB\n", "has 3 lines; expected as many as genes, without a header line")]
    [InlineData("barcodes.tsv", "a\nb\na\n", "line 3: found the barcode 'a' of line 1 again")]
    public void Refuses_malformed_names(string file, string text, string message)
    {
        using var folder = TempFolder.TenX(Header + "2 2 0\n");
        folder.Write(file, text);
        var error = Assert.Throws<GapFillException>(() => TenX.Read(folder.Path));
        Assert.Contains(folder[file], error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Refuses_a_file_without_cells()
    {
        using var folder = TempFolder.TenX(Header + "2 0 0\n");
        File.Delete(folder["barcodes.tsv"]);
        folder.Write("barcodes.tsv.gz", "");
        Assert.Contains("names no cells; expected at least 1", Assert.Throws<GapFillException>(() => TenX.Read(folder.Path)).Message);
    }

    [Theory]
    [InlineData("matrix.mtx")]
    [InlineData("genes.tsv")]
    [InlineData("barcodes.tsv")]
    public void Names_the_file_that_is_missing(string file)
    {
        using var folder = TempFolder.TenX(Header + "2 2 0\n");
        File.Delete(folder[file]);
        var error = Assert.Throws<GapFillException>(() => TenX.Read(folder.Path));
        Assert.StartsWith($"{folder.Path} holds none of ", error.Message);
        Assert.Contains(file, error.Message);
    }

    [Theory]
    [InlineData("matrix.mtx.gz", "holds matrix.mtx.gz and matrix.mtx; expected only one of them")]
    [InlineData("features.tsv.gz", "holds features.tsv.gz and genes.tsv; expected only one of them")]
    public void Refuses_two_candidates(string second, string message)
    {
        using var folder = TempFolder.TenX(Header + "2 2 0\n");
        folder.Write(second, "");
        Assert.Contains(message, Assert.Throws<GapFillException>(() => TenX.Read(folder.Path)).Message);
    }

    [Fact]
    public void Refuses_a_folder_that_is_missing_or_a_file()
    {
        using var folder = TempFolder.TenX(Header + "2 2 0\n");
        Assert.Contains("does not exist", Assert.Throws<GapFillException>(() => TenX.Read(folder["none"])).Message);
        Assert.Contains("is a file; expected a 10x folder", Assert.Throws<GapFillException>(() => TenX.Read(folder["genes.tsv"])).Message);
    }

    [Theory]
    [InlineData("matrix.mtx.gz")]
    [InlineData("features.tsv.gz")]
    [InlineData("barcodes.tsv.gz")]
    public void Refuses_truncated_gzip(string file)
    {
        using var folder = new TempFolder();
        TenXWriter.Write(folder["m"], Matrices.Random(3, wholeNumbers: true));
        var path = Path.Combine(folder["m"], file);
        var whole = File.ReadAllBytes(path);
        foreach (var length in new[] { 5, whole.Length / 2, whole.Length - 9, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            var error = Assert.Throws<GapFillException>(() => TenX.Read(folder["m"]));
            Assert.StartsWith(path, error.Message);
            Assert.Contains("expected a complete gzip file", error.Message);
        }
    }

    [Fact]
    public void Stops_when_cancelled()
    {
        using var folder = TempFolder.TenX(Header + "2 20000 40000\n"
            + string.Concat(Enumerable.Range(1, 20000).Select(cell => $"1 {cell} 1\n2 {cell} 1\n")),
            barcodes: string.Concat(Enumerable.Range(1, 20000).Select(cell => $"{cell}\n")));
        Assert.Throws<OperationCanceledException>(() => TenX.Read(folder.Path, new CancellationToken(canceled: true)));
    }
}
