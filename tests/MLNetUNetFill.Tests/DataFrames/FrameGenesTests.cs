using Microsoft.Data.Analysis;
using MLNetUNetFill.DataFrames;

namespace MLNetUNetFill.Tests.DataFrames;

public class FrameGenesTests
{
    private static DataFrame Frame() => new(
        new StringDataFrameColumn("barcode", ["a", "b"]),
        new Int32DataFrameColumn("Actb", [1, 2]),
        new BooleanDataFrameColumn("kept", [true, false]),
        new DoubleDataFrameColumn("Gapdh", [0, 0.5]));

    [Fact]
    public void Numeric_columns_are_genes()
    {
        Assert.Equal(["Actb", "Gapdh"], Names(FrameGenes.ForTraining(Frame(), null)));
        Assert.Equal(["Gapdh"], Names(FrameGenes.ForTraining(Frame(), ["Actb", "barcode"])));
        Assert.Equal(["Gapdh", "Actb"], Names(FrameGenes.ForModel(Frame(), ["Gapdh", "Actb"], 1)));
    }

    [Theory]
    [InlineData("n_counts")]
    [InlineData("nCount_RNA")]
    [InlineData("percent.mt")]
    [InlineData("pct_counts_mt")]
    [InlineData("cluster")]
    [InlineData("seurat_clusters")]
    [InlineData("leiden")]
    [InlineData("RNA_snn_res.0.8")]
    [InlineData("UMAP_1")]
    [InlineData("Unnamed: 0")]
    [InlineData("Column0")]
    public void Notes_on_cells_are_not_taken_for_genes(string name)
    {
        var frame = Frame();
        frame.Columns.Add(new SingleDataFrameColumn(name, [1, 2]));
        var error = Assert.Throws<GapFillException>(() => FrameGenes.ForTraining(frame, null));
        Assert.Equal($"Column '{name}' is numeric, but its name is that of a note on the cell; "
            + "expected genes: name the column in carryThrough, or rename it if it is a gene.", error.Message);
        Assert.Equal(["Actb", "Gapdh"], Names(FrameGenes.ForTraining(frame, [name])));
        Assert.Equal([name], Names(FrameGenes.ForModel(frame, [name], 1)));
    }

    [Theory]
    [InlineData("PC")]
    [InlineData("MT-CO1")]
    [InlineData("BATF")]
    [InlineData("CLU")]
    [InlineData("NGEF")]
    [InlineData("1700001C02Rik")]
    [InlineData("Gene12")]
    public void Genes_are_not_taken_for_notes(string name) => Assert.False(AnnotationNames.Contains(name));

    [Fact]
    public void Frames_without_genes_are_refused()
    {
        Assert.Equal("The data frame has no rows; expected a row for each cell.", Refusal(new DataFrame()));
        Assert.Equal("The data frame has no rows; expected a row for each cell.",
            Refusal(new DataFrame(new SingleDataFrameColumn("Actb"))));
        Assert.Equal("The data frame has no rows; expected a row for each cell.",
            Assert.Throws<GapFillException>(() => FrameGenes.ForModel(new DataFrame(new SingleDataFrameColumn("Actb")), ["Actb"],
            1)).Message);
        Assert.Equal("The data frame has no numeric column to fill; its columns are 'barcode', 'label', expected a column of counts for each gene.",
            Refusal(new DataFrame(new StringDataFrameColumn("barcode", ["a"]), new StringDataFrameColumn("label", ["x"]))));

        static string Refusal(DataFrame frame) => Assert.Throws<GapFillException>(() => FrameGenes.ForTraining(frame, null)).Message;
    }

    [Fact]
    public void Columns_to_carry_through_exist() =>
        Assert.StartsWith("There is no column 'clutser' to carry through; the columns are 'barcode', 'Actb', 'kept', 'Gapdh'.",
            Assert.Throws<ArgumentException>(() => FrameGenes.ForTraining(Frame(), ["Actb", "clutser"])).Message);

    [Fact]
    public void Missing_genes_are_named()
    {
        Assert.Equal("The data frame lacks 1 of the model's 2 genes ('actb'); expected at least 90 % of them, under the model's names: the input's are such as 'barcode'.", Refusal(["actb", "Gapdh"]));
        Assert.Equal("The data frame lacks 7 of the model's 8 genes ('g0', 'g1', 'g2', 'g3', 'g4' and 2 more); expected at least 90 % of them, under the model's names: the input's are such as 'barcode'.",
            Refusal([.. Enumerable.Range(0, 7).Select(i => $"g{i}"), "Actb"]));
        Assert.Equal("Column 'barcode' holds values of type String; expected numbers, since the model knows it as a gene.",
            Refusal(["Actb", "barcode"]));
        Assert.Equal("The model has 2 genes called 'Actb'; expected names that occur once, as those of columns do.",
            Refusal(["Actb", "Gapdh", "Actb"]));

        static string Refusal(string[] model) => Assert.Throws<GapFillException>(() => FrameGenes.ForModel(Frame(), model, 0.9)).Message;
    }

    private static string[] Names(DataFrameColumn?[] columns) => [.. columns.Select(column => column?.Name ?? "")];
}
