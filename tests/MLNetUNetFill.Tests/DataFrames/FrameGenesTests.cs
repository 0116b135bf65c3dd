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
    [InlineData("nGene")]
    [InlineData("n_genes_by_counts")]
    [InlineData("nFeature_ATAC")]
    [InlineData("nUMI")]
    [InlineData("total_reads")]
    [InlineData("Total UMIs")]
    [InlineData("pct_mt")]
    [InlineData("pct.ribo")]
    [InlineData("percent_mito")]
    [InlineData("subsets_Mito_percent")]
    [InlineData("log10_total_counts")]
    [InlineData("log1p_n_genes_by_counts")]
    [InlineData("PC_1")]
    [InlineData("PC1")]
    [InlineData("X_pca_12")]
    [InlineData("harmony_3")]
    [InlineData("doublet")]
    [InlineData("doublet_score")]
    [InlineData("pANN_0.25_0.09_913")]
    [InlineData("DF.classifications_0.25")]
    [InlineData("age")]
    [InlineData("Age (years)")]
    [InlineData("sex")]
    [InlineData("integrated_snn_res.0.5")]
    [InlineData("my_res.0.5")]
    [InlineData("S.Score")]
    [InlineData("G2M_score")]
    [InlineData("dpt_pseudotime")]
    [InlineData("sizeFactor")]
    [InlineData("time_point")]
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
    [InlineData("PCTP")]
    [InlineData("PCA3")]
    [InlineData("NREP")]
    [InlineData("TOTALLY")]
    [InlineData("run")]
    [InlineData("age-1")]
    [InlineData("dim-1")]
    [InlineData("SCORE1")]
    [InlineData("RP11-34P13.7")]
    [InlineData("AC000095.2")]
    public void Genes_are_not_taken_for_notes(string name) => Assert.False(AnnotationNames.Contains(name));

    [Fact]
    public void Numbers_read_as_text_because_some_are_missing_are_genes()
    {
        var csv = "barcode,Actb,Gapdh,Rn7sk\n"
            + string.Concat(Enumerable.Range(0, 12).Select(row => $"cell{row},{(row < 10 ? "" : "3")},{(row == 1 ? "NA" : row)},\n"));
        var frame = DataFrame.LoadCsvFromString(csv);
        Assert.IsType<StringDataFrameColumn>(frame["Actb"]);

        var genes = FrameGenes.ForTraining(frame, null);

        Assert.Equal(["Actb", "Gapdh", "Rn7sk"], Names(genes));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3], Read(genes[0]));
        Assert.Equal([0, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], Read(genes[1]));
        Assert.Equal(new float[12], Read(genes[2]));
        Assert.Equal(["Actb", "Gapdh"], Names(FrameGenes.ForModel(frame, ["Actb", "Gapdh"], 1)));
        Assert.Equal(["Gapdh"], Names(FrameGenes.ForTraining(frame, ["Actb", "Rn7sk"])));

        static float[] Read(DataFrameColumn gene)
        {
            var counts = new float[gene.Length];
            NumericColumn.Read(gene, counts, isTraining: true);
            return counts;
        }
    }

    [Fact]
    public void Numbers_as_text_without_a_gap_are_refused_unless_they_are_notes()
    {
        var frame = Frame();
        frame.Columns.Add(new StringDataFrameColumn("section", ["1", "2"]));
        Assert.Equal("Column 'section' holds text, but all of it is numbers; expected a numeric column of a gene (DataFrame.LoadCsv takes "
            + "dataTypes), or a note on the cell that carryThrough names.",
            Assert.Throws<GapFillException>(() => FrameGenes.ForTraining(frame, null)).Message);
        Assert.Equal(["Actb", "Gapdh"], Names(FrameGenes.ForTraining(frame, ["section"])));
        frame["section"].SetName("cluster");
        Assert.Equal(["Actb", "Gapdh"], Names(FrameGenes.ForTraining(frame, null)));
    }

    [Theory]
    [InlineData("AAACCTGAGAAACCAT-1", "AAACCTGAGAAACCGG-1")]
    [InlineData("AAACCTGAGAAACCAT.1", "AAACCTGAGAAACCGG.1")]
    [InlineData("ctrl_AAACATACATTTCC", "stim_AAACATACATTTCG")]
    [InlineData("TTACGTAC", "TTACGTAG")]
    [InlineData("cell_1", "cell_2")]
    public void Frames_of_genes_in_rows_are_refused(string first, string second)
    {
        var frame = new DataFrame(new StringDataFrameColumn("gene", ["Actb", "Gapdh"]), new Int32DataFrameColumn(first, [1, 2]),
            new Int32DataFrameColumn(second, [1, 2]));
        const string remedy = "expected a row for each cell and a column for each gene: if these are genes x cells, transpose the frame.";
        Assert.Equal($"The columns of the data frame are called '{first}', '{second}', as cells are; {remedy}",
            Assert.Throws<GapFillException>(() => FrameGenes.ForTraining(frame, null)).Message);
        Assert.EndsWith(remedy, Assert.Throws<GapFillException>(() => FrameGenes.ForModel(frame, ["Actb"], 0.1)).Message);
    }

    [Fact]
    public void Frames_without_genes_are_refused()
    {
        Assert.Equal("The data frame has no rows; expected a row for each cell.", Refusal(new DataFrame()));
        Assert.Equal("The data frame has no rows; expected a row for each cell.",
            Refusal(new DataFrame(new SingleDataFrameColumn("Actb"))));
        Assert.Equal("The data frame has no rows; expected a row for each cell.",
            Assert.Throws<GapFillException>(() => FrameGenes.ForModel(new DataFrame(new SingleDataFrameColumn("Actb")), ["Actb"],
            1)).Message);
        Assert.Equal("The data frame has no numeric column to fill; its columns are 'barcode', 'label', "
                + "expected a column of counts for each gene.",
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
        Assert.Equal("The data frame lacks 1 of the model's 2 genes ('actb'); expected at least 90 % of them, "
            + "under the model's names: the input's are such as 'barcode'.", Refusal(["actb", "Gapdh"]));
        Assert.Equal("The data frame lacks 7 of the model's 8 genes ('g0', 'g1', 'g2', 'g3', 'g4' and 2 more); "
                + "expected at least 90 % of them, under the model's names: the input's are such as 'barcode'.",
            Refusal([.. Enumerable.Range(0, 7).Select(i => $"g{i}"), "Actb"]));
        Assert.Equal("Column 'barcode' holds values of type String; expected numbers, since the model knows it as a gene.",
            Refusal(["Actb", "barcode"]));
        Assert.Equal("The model has 2 genes called 'Actb'; expected names that occur once, as those of columns do.",
            Refusal(["Actb", "Gapdh", "Actb"]));

        static string Refusal(string[] model) => Assert.Throws<GapFillException>(() => FrameGenes.ForModel(Frame(), model, 0.9)).Message;
    }

    private static string[] Names(DataFrameColumn?[] columns) => [.. columns.Select(column => column?.Name ?? "")];
}
