using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

public sealed class FormatsTests : IDisposable
{
    private static readonly Lazy<string> Model = new(Train);

    private readonly TemporaryFolder _folder = new();

    private string Input => _folder.At("in");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_matrix_goes_from_format_to_format_and_back()
    {
        TenXText.Write(Input);
        foreach (var (from, to) in ((string, string)[])[("in", "a.csv"), ("a.csv", "b.tsv.gz"), ("b.tsv.gz", "c.h5ad"), ("c.h5ad", "c")])
            Unetfill.Run(["convert", "--input", _folder.At(from), "--output", _folder.At(to),
                .. from.Contains("sv", StringComparison.Ordinal) ? (string[])["--cell-axis", "rows"] : []]).Succeeds();
        var (first, last) = (IO.TenX.Read(Input).Counts, IO.TenX.Read(_folder.At("c")).Counts);
        Assert.Equal(first.Barcodes, last.Barcodes);
        Assert.Equal(first.GeneNames, last.GeneNames);
        Assert.All(Enumerable.Range(0, first.CellCount), cell =>
            Assert.Equal(first.ValuesOf(cell).ToArray(), last.ValuesOf(cell).ToArray()));
    }

    [Fact]
    public void What_is_no_counts_is_refused_until_it_is_said_what_it_is()
    {
        TenXText.Write(Input, entries => [.. entries.Select(entry => entry + ".5")]);
        Unetfill.Run("train", "--input", Input, "--model", _folder.At("m.onnx"))
            .FailsWith(1, "does not hold raw counts: 100 % of its values are no whole numbers", "--input-scale");
        Unetfill.Run("train", "--input", Input, "--model", _folder.At("m.onnx"), "--input-scale", "tpm").FailsWith(1, "gene lengths");
        Unetfill.Run("train", "--input", Input, "--model", _folder.At("m.onnx"), "--input-scale", "counts", "--epochs", "1", "--genes",
            "all").Succeeds();
    }

    [Fact]
    public void Genes_are_filled_in_whatever_order_and_company()
    {
        TenXText.Write(Input, geneName: gene => $"G{gene}");
        Unetfill.Run("fill", "--input", Input, "--model", Model.Value, "--output", _folder.At("straight")).Succeeds();
        // The genes in reverse order with one unknown beside them and one missing.
        var turned = TenXText.Write(_folder.At("turned"), geneName: gene => $"G{39 - gene}", entries: TurnedEntries());
        Unetfill.Run("fill", "--input", turned, "--model", Model.Value, "--output", _folder.At("filled")).Succeeds();
        var (straight, filled) = (IO.TenX.Read(_folder.At("straight")).Counts, IO.TenX.Read(_folder.At("filled")).Counts);
        Assert.Equal(straight.GeneNames.Reverse(), filled.GeneNames);
        for (var cell = 0; cell < straight.CellCount; cell++)
            for (var gene = 0; gene < 40; gene++) Assert.Equal(straight[cell, gene], filled[cell, 39 - gene], 1e-6);

        // A layer of the file that the counts came from.
        Unetfill.Run("convert", "--input", Input, "--output", _folder.At("in.h5ad")).Succeeds();
        Unetfill.Run("fill", "--input", _folder.At("in.h5ad"), "--model", Model.Value, "--output", _folder.At("out.h5ad")).Succeeds();
        var layer = IO.AnnData.Open(_folder.At("out.h5ad"), "imputed").ToMatrix();
        Assert.Equal(straight[3, 7], layer[3, 7], 1e-6);
        Assert.Equal(IO.TenX.Read(Input).Counts.ValuesOf(3).ToArray(), IO.AnnData.Open(_folder.At("out.h5ad"), "X").ToMatrix().ValuesOf(3)
            .ToArray());

        var other = TenXText.Write(_folder.At("other"), geneName: gene => gene < 2 ? $"unknown{gene}" : $"G{gene}");
        Assert.Contains("lacks 2 of the model's 40 genes ('G0', 'G1'), which count as not observed; "
                + "it has 2 genes that the model does not know",
            Unetfill.Run("fill", "--input", other, "--model", Model.Value, "--output", _folder.At("table.csv")).Succeeds().Error,
            StringComparison.Ordinal);
        Assert.StartsWith("barcode,unknown0,unknown1,G2,", File.ReadLines(_folder.At("table.csv")).First(), StringComparison.Ordinal);
        Unetfill.Run("fill", "--input", other, "--model", Model.Value, "--output", _folder.At("no"), "--min-gene-overlap", "0.99")
            .FailsWith(1, "lacks 2 of the model's 40 genes");

        static List<string> TurnedEntries() =>
            [.. TenXText.Pattern(30, 40).Select(entry => entry.Split(' '))
            .Select(part => $"{41 - int.Parse(part[0])} {part[1]} {part[2]}")];
    }

    [Fact]
    public void Columns_that_are_no_genes_are_carried_through()
    {
        TenXText.Write(Input, geneName: gene => $"G{gene}");
        Unetfill.Run("convert", "--input", Input, "--output", _folder.At("t.csv")).Succeeds();
        var lines = File.ReadAllLines(_folder.At("t.csv"));
        string[] cells = ["type", .. Enumerable.Range(1, lines.Length - 1).Select(row => row == 2 ? "" : $"\"B, {row} \"\"x\"\"\"")];
        File.WriteAllLines(_folder.At("t.csv"), lines.Select((line, row) =>
            $"{line[..line.IndexOf(',')]},{cells[row]}{line[line.IndexOf(',')..]},{(row == 0 ? "n_counts" : row)}"));
        string[] table = ["--input", _folder.At("t.csv"), "--cell-axis", "rows", "--label-column", "type", "--label-column", "n_counts"];

        Unetfill.Run(["fill", "--model", Model.Value, "--output", _folder.At("filled.csv"), .. table]).Succeeds();
        var filled = File.ReadAllLines(_folder.At("filled.csv"));
        Assert.Equal(lines.Length, filled.Length);
        Assert.All(filled, (line, row) =>
        {
            Assert.StartsWith($"{lines[row][..lines[row].IndexOf(',')]},{cells[row]},", line, StringComparison.Ordinal);
            Assert.EndsWith(row == 0 ? ",n_counts" : $",{row}", line, StringComparison.Ordinal);
        });

        Unetfill.Run(["fill", "--model", Model.Value, "--output", _folder.At("filled.h5ad"), .. table]).Succeeds();
        Assert.Equal(["B, 1 \"x\"", "", "B, 3 \"x\""], IO.AnnData.ReadObsColumn(_folder.At("filled.h5ad"), "type").Take(3));
        Unetfill.Run("convert", "--input", _folder.At("filled.h5ad"), "--output", _folder.At("again.csv"), "--label-column", "n_counts")
            .Succeeds();
        Assert.StartsWith("barcode,n_counts,G0,", File.ReadLines(_folder.At("again.csv")).First(), StringComparison.Ordinal);

        Assert.Contains("A 10x folder has no place for 'type', 'n_counts'",
            Unetfill.Run(["convert", "--output", _folder.At("folder"), .. table]).Succeeds().Error, StringComparison.Ordinal);
        Assert.Contains("t.csv: 'n_counts' are read as genes, but are called as notes on cells are", Unetfill.Run(
            ["convert", "--output", _folder.At("o.csv"), .. table[..^2]]).Succeeds().Error, StringComparison.Ordinal);
        Unetfill.Run("convert", "--input", Input, "--output", _folder.At("no"), "--label-column", "type")
            .FailsWith(1, "in has no column 'type' beside its genes; expected a table or an .h5ad file");
        Unetfill.Run("convert", "--input", _folder.At("t.csv"), "--cell-axis", "rows", "--output", _folder.At("no"),
                "--label-column", "tpye")
            .FailsWith(1, "t.csv, line 1: found no column 'tpye'; expected one of 'type', 'G0'");
    }

    [Fact]
    public void Filled_values_go_into_the_layer_that_is_named()
    {
        TenXText.Write(Input, geneName: gene => $"G{gene}");
        string[] fill = ["fill", "--model", Model.Value, "--input"];
        Unetfill.Run([.. fill, Input, "--output", _folder.At("one.h5ad"), "--layer-out", "filled"]).Succeeds();
        Unetfill.Run([.. fill, _folder.At("one.h5ad"), "--output", _folder.At("two.h5ad")]).Succeeds();
        Assert.Equal(IO.AnnData.Open(_folder.At("two.h5ad"), "filled").ToMatrix().ValuesOf(3).ToArray(),
            IO.AnnData.Open(_folder.At("two.h5ad"), "imputed").ToMatrix().ValuesOf(3).ToArray());

        Unetfill.Run([.. fill, _folder.At("two.h5ad"), "--output", _folder.At("no.h5ad")])
            .FailsWith(1, "/layers/imputed: found a layer of that name already");
        foreach (var name in (string[])["a/b", ""])
            Unetfill.Run([.. fill, Input, "--output", _folder.At("no.h5ad"), "--layer-out", name])
                .FailsWith(2, $"--layer-out is '{name}'; expected a name without '/'.");
        Unetfill.Run([.. fill, Input, "--output", _folder.At("no"), "--layer-out", "filled"])
            .FailsWith(2, "--layer-out is 'filled', but --output", "expected a file whose name ends in .h5ad");
        Assert.False(Path.Exists(_folder.At("no.h5ad")));
    }

    [Theory]
    [InlineData("in", "--genome", "hg19", "a 10x folder", "a 10x .h5 file")]
    [InlineData("in", "--cell-axis", "rows", "a 10x folder", "a table")]
    [InlineData("in.csv", "--layer", "X", "a table", "an .h5ad file")]
    [InlineData("in.csv", "--prefix", "GSM1_", "a table", "a 10x folder")]
    public void An_option_of_another_format_is_refused(string input, string option, string value, string found, string expected)
    {
        TenXText.Write(Input);
        File.WriteAllText(_folder.At("in.csv"), "barcode,A,B\nc,1,2\n");
        string[] arguments = ["--input", _folder.At(input), option, value];
        var sentence = $"{option} is '{value}', but --input {_folder.At(input)} is {found}; expected {expected} with it, or no {option}.";
        Unetfill.Run(["convert", "--output", _folder.At("out"), .. arguments]).FailsWith(2, sentence);
        Unetfill.Run(["train", "--model", _folder.At("m.onnx"), .. arguments]).FailsWith(2, sentence);
    }

    [LinuxFact]
    public void A_pipe_is_refused()
    {
        foreach (var format in (string[])["", "--format csv", "--format mtx"])
            Unetfill.Shell($"printf 'barcode,A,B\nc,1,2\n' | unetfill convert --input /dev/stdin {format} --output {_folder.At("out")}")
                .FailsWith(1, "/dev/stdin is a pipe; expected a file: counts are read more than once.");
    }

    [Fact]
    public void An_option_of_another_format_that_has_its_default_is_taken()
    {
        TenXText.Write(Input);
        Unetfill.Run("convert", "--input", Input, "--output", _folder.At("out"), "--cell-axis", "unknown").Succeeds();
    }

    [Fact]
    public void A_column_of_labels_that_is_none_is_named_by_the_option_that_was_given()
    {
        TenXText.Write(Input);
        string[] arguments = ["evaluate", "--input", Input, "--filled", Input];
        Unetfill.Run([.. arguments, "--labels", "obs:type"]).FailsWith(1, "--labels is 'obs:type', but ", "has no columns of labels");
        Unetfill.Run([.. arguments, "--label-column", "type"]).FailsWith(1, "--label-column is 'type', but ", "has no columns of labels");
        Unetfill.Run([.. arguments, "--labels", "obs:type", "--label-column", "kind"])
            .FailsWith(2, "--label-column is 'kind' and --labels is 'obs:type', which names a column, too; expected one of them.");
        File.WriteAllText(_folder.At("t.csv"), "gene,a,b\nA,1,2\nB,1,2\n");
        Unetfill.Run("evaluate", "--input", _folder.At("t.csv"), "--cell-axis", "columns", "--filled", Input, "--labels", "obs:type")
            .FailsWith(1, "t.csv has its cells in columns, so none of its columns is 'type'; expected --cell-axis rows");
    }

    [Fact]
    public void Enormous_counts_train_and_fill()
    {
        TenXText.Write(Input, entries =>
            [.. entries.Select((entry, i) => i switch { 3 => Last(entry, "3000000000"), 700 => Last(entry, "1000000000000"), _ =>
            entry })]);
        Unetfill.Run("train", "--input", Input, "--model", _folder.At("m.onnx"), "--epochs", "2", "--genes", "all").Succeeds();
        Unetfill.Run("fill", "--input", Input, "--model", _folder.At("m.onnx"), "--output", _folder.At("out")).Succeeds();

        static string Last(string entry, string count) => entry[..(entry.LastIndexOf(' ') + 1)] + count;
    }

    [Fact]
    public void Labels_may_be_a_column_of_a_table()
    {
        TenXText.Write(Input);
        Unetfill.Run("convert", "--input", Input, "--output", _folder.At("t.csv")).Succeeds();
        var lines = File.ReadAllLines(_folder.At("t.csv"));
        File.WriteAllLines(_folder.At("t.csv"), lines.Select((line, row) => line + (row == 0 ? ",type" : row % 2 == 0 ? ",even" : ",odd")));
        string[] arguments = ["evaluate", "--input", _folder.At("t.csv"), "--cell-axis", "rows", "--filled", Input];
        Assert.Contains("ARI", Unetfill.Run([.. arguments, "--label-column", "type"]).Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("ARI", Unetfill.Run([.. arguments, "--labels", "obs:type"]).Succeeds().Output, StringComparison.Ordinal);
        Unetfill.Run(arguments).FailsWith(1, "t.csv, line 2: found 'odd' in column 'type'; expected a number");
    }

    private static string Train()
    {
        var folder = Directory.CreateTempSubdirectory("unetfill-formats-").FullName;
        var (input, model) = (TenXText.Write(Path.Combine(folder, "in")), Path.Combine(folder, "model.onnx"));
        Unetfill.Run("train", "--input", input, "--model", model, "--epochs", "1", "--genes", "all").Succeeds();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return model;
    }
}
