using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.IO.Tests;

public sealed class CountFileCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Counts_load_and_save_through_the_data_catalog()
    {
        var matrix = Matrices.Random(11, wholeNumbers: true);
        TenXWriter.Write(_folder["in"], matrix);
        var data = new MLContext().Data;
        data.SaveAsExpression(data.LoadFromTenX(_folder["in"]), _folder["out.csv"], "Counts");
        var view = data.LoadFromTable(_folder["out.csv"], CellAxis.Rows);
        Assert.Equal(matrix.Barcodes, view.GetColumn<string>("Barcode"));
        Assert.Equal(Enumerable.Range(0, matrix.CellCount).Select(cell => Matrices.Row(matrix, cell)), view.GetColumn<float[]>("Counts"));
    }

    [Fact]
    public void A_folder_that_holds_anything_else_is_not_replaced()
    {
        var data = new MLContext().Data;
        var view = Matrices.Random(11, wholeNumbers: true).ToDataView();
        data.SaveAsExpression(view, _folder["out"], "Counts");
        data.SaveAsExpression(view, _folder["out"], "Counts");
        _folder.Write("out/notes.txt", "mine");
        Assert.Equal($"{_folder["out"]} holds notes.txt; expected a new or empty folder to write a matrix to.",
            Assert.Throws<GapFillException>(() => data.SaveAsExpression(view, _folder["out"], "Counts")).Message);
        Assert.Equal("mine", File.ReadAllText(_folder["out/notes.txt"]));
    }

    [Fact]
    public void Saved_genes_keep_the_identifiers_of_the_counts_beside_them()
    {
        var (context, matrix) = (new MLContext(), Matrices.Random(11, wholeNumbers: true));
        TenXWriter.Write(_folder["in"], matrix);
        var counts = context.Data.LoadFromTenX(_folder["in"]);
        var genes = matrix.GeneNames;
        var other = context.Transforms.SelectGenes("Filled", "Counts", genes).Fit(counts).Transform(counts);

        context.Data.SaveAsExpression(other, _folder["out"]);

        Assert.NotEqual(genes, matrix.GeneIds);
        Assert.Equal(matrix.GeneIds, TenX.Open(_folder["out"]).GeneIds);
        var fewer = context.Transforms.SelectGenes("Filled", "Counts", [genes[1], genes[0]]).Fit(counts).Transform(counts);
        context.Data.SaveAsExpression(fewer, _folder["fewer"]);
        Assert.Equal([genes[1], genes[0]], TenX.Open(_folder["fewer"]).GeneIds);
    }

    [Theory]
    [InlineData("x.h5", ".h5")]
    [InlineData("x.LOOM", ".loom")]
    [InlineData("x.parquet", ".parquet")]
    public void A_name_of_a_format_that_is_not_written_is_no_folder(string name, string ending)
    {
        var view = Matrices.Random(11, wholeNumbers: true).ToDataView();
        Assert.StartsWith($"{_folder[name]} cannot be written: no {ending} file can; expected a folder, or a name that ends in .csv",
            Assert.Throws<GapFillException>(() => new MLContext().Data.SaveAsExpression(view, _folder[name], "Counts")).Message);
        Assert.False(Path.Exists(_folder[name]));
    }

    [Theory]
    [InlineData("out")]
    [InlineData("out.tsv")]
    public void A_name_that_would_break_a_line_is_refused(string name)
    {
        var matrix = new CountMatrix(["c1"], ["a"], ["A\tB"], [0, 1], [0], [1]);
        var message = Assert.Throws<GapFillException>(() =>
            new MLContext().Data.SaveAsExpression(matrix.ToDataView(), _folder[name], "Counts")).Message;
        Assert.StartsWith($"{_folder[name]} cannot be written: the name '", message, StringComparison.Ordinal);
        Assert.EndsWith("holds a tab or a line break; expected neither.", message, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder[name]));
    }

    [Fact]
    public void Two_columns_of_one_name_and_no_path_are_refused()
    {
        TenXWriter.Write(_folder["in"], Matrices.Random(11, wholeNumbers: true));
        Assert.StartsWith("Found the column names 'A', 'A'; expected different ones.",
            Assert.Throws<ArgumentException>(() => TenX.Open(_folder["in"]).ToDataView("A", "A")).Message);
        Assert.Throws<ArgumentException>(() => TenX.Open(""));
        Assert.Throws<ArgumentNullException>(() => TenX.Read(null!));
    }

    [Fact]
    public void The_genes_of_a_model_are_found_by_name_or_identifier_in_its_order()
    {
        _folder.Write("t/matrix.mtx", "%%MatrixMarket matrix coordinate integer general\n4 2 5\n1 1 1\n2 1 2\n3 1 3\n4 1 4\n3 2 5\n");
        _folder.Write("t/genes.tsv", "ENSG00000000001.5\tA\nENSG00000000002.5\tB\nENSG00000000003.5\tC\nENSG00000000004.5\tD\n");
        _folder.Write("t/barcodes.tsv", "c1\nc2\n");
        var view = new MLContext().Data.LoadFromTenX(_folder["t"], ["D", "ENSG00000000001", "B"]);
        Assert.Equal([[4, 1, 2], [0, 0, 0]], view.GetColumn<float[]>("Counts"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Counts"].GetSlotNames(ref names);
        Assert.Equal(["D", "ENSG00000000001", "B"], names.DenseValues().Select(name => name.ToString()));

        var (context, all) = (new MLContext(), new MLContext().Data.LoadFromTenX(_folder["t"]));
        var step = context.Transforms.SelectGenes("Chosen", "Counts", ["D", "ENSG00000000001", "B"]).Fit(all);
        Assert.Equal([[4, 1, 2], [0, 0, 0]], step.Transform(all).GetColumn<float[]>("Chosen"));

        var source = CountFile.Open(_folder["t"]).SelectGenes(["A", "x"], 0.5);
        Assert.Equal([[1, 0], [0, 0]], source.ToDataView().GetColumn<float[]>("Counts"));
        Assert.Contains("lacks 1 of the model's 2 genes ('x'), which counts as not observed; it has 3 genes", source.Warnings[^1]);
        Assert.Throws<GapFillException>(() => new MLContext().Data.LoadFromTenX(_folder["t"], ["A", "x"]));
    }
}
