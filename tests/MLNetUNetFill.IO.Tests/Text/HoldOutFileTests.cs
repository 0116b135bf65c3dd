namespace MLNetUNetFill.IO.Tests.Text;

public sealed class HoldOutFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>2 cells x 3 genes: 5 0 1 / 0 2 0.</summary>
    private static readonly CountMatrix Counts = new(["a", "b"], ["i", "j", "k"], ["i", "j", "k"], [0, 2, 3], [0, 2, 1], [5, 1, 2]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Entries_are_one_based_genes_and_cells() =>
        Assert.Equal([(0, 2), (1, 1), (0, 0)], HoldOutFile.Read(Write("gene\tcell\n3\t1\n2\t2\n1\t1\n"), Counts));

    [Theory]
    [InlineData("1\t1\n", "line 1: found '1\\t1'; expected the header 'gene', tab, 'cell'")]
    [InlineData("cell\tgene\n1\t1\n", "line 1: found 'cell\\tgene'; expected the header")]
    [InlineData("gene\tcell\n1\t1\n2 2\n", "line 3: found '2 2'; expected the number of a gene, a tab and the number of a cell")]
    [InlineData("gene\tcell\n4\t1\n", "line 2: found the gene '4'; expected a whole number from 1 to 3, the number of genes")]
    [InlineData("gene\tcell\n1\t0\n", "line 2: found the cell '0'; expected a whole number from 1 to 2, the number of cells")]
    [InlineData("gene\tcell\n1\tone\n", "line 2: found the cell 'one'; expected a whole number")]
    [InlineData("gene\tcell\n1\t1\n2\t1\n", "line 3: found gene 2 of cell 1, whose count is 0; expected an entry with a count")]
    [InlineData("gene\tcell\n1\t1\n3\t1\n1\t1\n", "line 4: found the entry of line 2 again; expected every entry once")]
    [InlineData("gene\tcell\n", "holds no entries; expected at least 1")]
    public void A_malformed_file_is_refused(string text, string complaint)
    {
        var path = Write(text);
        var message = Assert.Throws<GapFillException>(() => HoldOutFile.Read(path, Counts)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(complaint, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_gzip_file_is_refused()
    {
        var path = _folder.Write("holdout.tsv.gz", "gene\tcell\n3\t1\n2\t2\n");
        Assert.Equal(2, HoldOutFile.Read(path, Counts).Count);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^5]);
        Assert.Contains("expected a complete gzip file", Assert.Throws<GapFillException>(() => HoldOutFile.Read(path, Counts)).Message,
            StringComparison.Ordinal);
    }

    private string Write(string text) => _folder.Write("holdout.tsv", text);
}
