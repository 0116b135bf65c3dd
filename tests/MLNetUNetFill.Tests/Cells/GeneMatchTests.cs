using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Tests.Cells;

public sealed class GeneMatchTests
{
    [Fact]
    public void Genes_are_found_in_any_order_among_others()
    {
        var match = GeneMatch.Find(["A", "B", "C"], ["C", "x", "A", "B"]);
        Assert.Equal([2, 3, 0], match.Columns);
        Assert.Equal([2, -1, 0, 1], match.GeneOfColumn());
        Assert.Equal((1, false), (match.Others, match.IsIdentity));
        Assert.True(GeneMatch.Find(["A", "B"], ["A", "B"]).IsIdentity);
        Assert.False(GeneMatch.Find(["A", "B"], ["B", "A"]).IsIdentity);
        Assert.False(GeneMatch.Find(["A", "B"], ["A"]).IsIdentity);
    }

    [Theory]
    [InlineData("ENSG00000000001", "GAPDH", "ENSG00000000001")]
    [InlineData("ENSG00000000001", "GAPDH", "ENSG00000000001.12")]
    [InlineData("ENSG00000000001.3", "ENSG00000000001.12", "unknown")]
    [InlineData("ENSMUSG00000000001.3", "x", "ENSMUSG00000000001")]
    public void A_gene_may_be_found_by_identifier_with_or_without_its_version(string wanted, string name, string id) =>
        Assert.Equal([1], GeneMatch.Find([wanted], ["other", name], ["ENSG00000000009", id]).Columns);

    [Fact]
    public void Names_that_only_look_like_versions_are_not_cut() =>
        Assert.Equal([-1], GeneMatch.Find(["RP11-34P13"], ["RP11-34P13.7"]).Columns);

    [Theory]
    [InlineData(new[] { "ENSG00000000001" }, new[] { "ENSG00000000001.1", "ENSG00000000001.2" },
        "The gene 'ENSG00000000001' may be 'ENSG00000000001.1' or 'ENSG00000000001.2' of the input")]
    [InlineData(new[] { "ENSG00000000001.1", "ENSG00000000001.2" }, new[] { "ENSG00000000001" },
        "The gene 'ENSG00000000001' of the input may be 'ENSG00000000001.1' or 'ENSG00000000001.2'")]
    public void What_is_ambiguous_is_refused(string[] wanted, string[] names, string message) =>
        Assert.StartsWith(message, Assert.Throws<GapFillException>(() => GeneMatch.Find(wanted, names)).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(double.NaN)]
    public void A_share_outside_its_range_is_refused(double least) => Assert.StartsWith($"minGeneOverlap is {least}; expected above 0",
        Assert.Throws<ArgumentOutOfRangeException>(() => GeneMatch.Find(["A"], ["A"]).Require(least, "It")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Says_what_is_missing_and_what_is_beside()
    {
        Assert.Null(GeneMatch.Find(["A", "B"], ["B", "A"]).Require(1, "in"));
        Assert.Equal("in lacks 1 of the model's 2 genes ('B'), which counts as not observed; "
                + "it has 1 gene that the model does not know, which keeps its observed value.",
            GeneMatch.Find(["A", "B"], ["A", "x"]).Require(0.5, "in"));
        Assert.Equal("in lacks 1 of the model's 2 genes ('B'); "
                + "expected at least 90 % of them, under the model's names: the input's are such as 'A'.",
            Assert.Throws<GapFillException>(() => GeneMatch.Find(["A", "B"], ["A", "x"]).Require(0.9, "in")).Message);
    }
}
