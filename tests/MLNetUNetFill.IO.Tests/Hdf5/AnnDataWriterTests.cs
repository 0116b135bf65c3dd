using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.IO.Tests.Hdf5;

public class AnnDataWriterTests
{
    private static readonly AnnDataLayer Layer = new()
    {
        Provenance = new Dictionary<string, object>
        {
            ["version"] = "0.7", ["seed"] = 5L, ["share"] = 0.5, ["exact"] = true, ["measures"] = new Dictionary<string,
                object> { ["ARI"] = 0.25 },
        },
    };

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    public void The_layer_is_added_and_all_else_is_as_it_was(float filled)
    {
        using var folder = new TempFolder();
        var source = AnnData.Open(Samples.Small);
        var rows = Filled(source, filled);
        Assert.Empty(AnnDataWriter.AddLayer(Samples.Small, folder["out.h5ad"], source.GeneNames, rows.Select(Memory), Layer));
        Assert.Equal(["out.h5ad"], folder.Entries);
        Assert.Equal(rows, Samples.Rows(AnnData.Open(folder["out.h5ad"], "imputed")));
        foreach (var layer in new[] { "X", "raw", "counts", "csc" })
            Assert.Equal(Samples.Rows(AnnData.Open(Samples.Small, layer)), Samples.Rows(AnnData.Open(folder["out.h5ad"], layer)));
        foreach (var column in new[] { "cell_type", "name", "nullable", "nullable_flag", "flag" })
            Assert.Equal(AnnData.ReadObsColumn(Samples.Small, column), AnnData.ReadObsColumn(folder["out.h5ad"], column));
    }

    [Fact]
    public void Genes_are_put_in_their_columns_by_name()
    {
        using var folder = new TempFolder();
        var notes = AnnDataWriter.AddLayer(Samples.Small, folder["out.h5ad"], ["GENE4", "other", "GENE1"],
            Enumerable.Range(1, 12).Select(cell => Memory([cell, 100, 2 * cell])), Layer with { Name = "filled" });
        Assert.EndsWith("1 of 3 filled genes are not in var, and a layer has no place for them.", Assert.Single(notes));
        Assert.Equal(Enumerable.Range(1, 12).Select(cell => new float[] { 0, 2 * cell, 0, 0, cell, 0 }),
            Samples.Rows(AnnData.Open(folder["out.h5ad"], "filled")));
        Assert.Contains("found none of the 1 filled genes", Assert.Throws<GapFillException>(() =>
            AnnDataWriter.AddLayer(Samples.Small, folder["none.h5ad"], ["other"], [])).Message);
    }

    [Fact]
    public void A_file_may_be_written_over_itself_and_takes_each_layer_once()
    {
        using var folder = new TempFolder();
        File.Copy(Samples.Small, folder["cells.h5ad"]);
        var source = AnnData.Open(Samples.Small);
        foreach (var (name, filled) in new[] { ("imputed", 1f), ("again", 2f) })
        {
            Add(Layer with { Name = name }, filled);
            Assert.Equal(Filled(source, filled), Samples.Rows(AnnData.Open(folder["cells.h5ad"], name)));
        }

        foreach (var name in new[] { "imputed", "counts" })
            Assert.Equal($"{folder["cells.h5ad"]}, /layers/{name}: found a layer of that name already; "
                + "expected another name for the filled values, which replace nothing.",
                Assert.Throws<GapFillException>(() => Add(Layer with { Name = name }, 3f)).Message);
        Assert.Throws<GapFillException>(() => Add(Layer with { Name = "a/b" }, 3f));
        Assert.Throws<GapFillException>(() => Add(Layer with { Name = "" }, 3f));
        Assert.Equal(Filled(source, 1f), Samples.Rows(AnnData.Open(folder["cells.h5ad"], "imputed")));
        Assert.Equal(["cells.h5ad"], folder.Entries);

        void Add(AnnDataLayer layer, float filled) => AnnDataWriter.AddLayer(folder["cells.h5ad"], folder["cells.h5ad"], source.GeneNames,
            Filled(source, filled).Select(Memory), layer);
    }

    [Theory]
    [InlineData(0f)] // sparse rows are all read before the file is begun
    [InlineData(0.5f)] // dense ones while it is written
    public void Numbers_of_cells_may_be_found_while_the_rows_are_read(float filled)
    {
        using var folder = new TempFolder();
        var source = AnnData.Open(Samples.Small);
        List<float> numbers = [];
        var layer = Layer with { ObsNumbers = new Dictionary<string, IReadOnlyList<float>> { ["score"] = numbers } };
        AnnDataWriter.AddLayer(Samples.Small, folder["out.h5ad"], source.GeneNames, Rows(0), layer);
        CheckScores(0);
        Assert.Equal(AnnData.ReadObsColumn(Samples.Small, "cell_type"), AnnData.ReadObsColumn(folder["out.h5ad"], "cell_type"));

        // Another run replaces the column.
        AnnDataWriter.AddLayer(folder["out.h5ad"], folder["out.h5ad"], source.GeneNames, Rows(100), layer with { Name = "again" });
        CheckScores(100);

        AnnDataWriter.Write(folder["out.h5ad"], source, source.GeneNames, Rows(7), layer);
        CheckScores(7);
        Assert.Contains("'score' has 13 numbers for 12 cells; expected one a cell.", Assert.Throws<ArgumentException>(() =>
            AnnDataWriter.Write(folder["bad.h5ad"], source, source.GeneNames, Rows(7), layer with
            {
                ObsNumbers = new Dictionary<string, IReadOnlyList<float>> { ["score"] = new float[13] },
            })).Message);
        Assert.Equal(["out.h5ad"], folder.Entries);

        IEnumerable<ReadOnlyMemory<float>> Rows(int first)
        {
            numbers.Clear();
            foreach (var row in Filled(source, filled))
            {
                numbers.Add(first + numbers.Count + 0.5f);
                yield return row;
            }
        }

        void CheckScores(int first) => Assert.Equal(Enumerable.Range(first, 12).Select(cell => $"{cell}.5"),
            AnnData.ReadObsColumn(folder["out.h5ad"], "score"));
    }

    [Fact]
    public void A_failure_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        var genes = AnnData.Open(Samples.Small).GeneNames;
        var row = Memory(new float[6]);
        Assert.Contains("11 rows for 12 cells", Assert.Throws<ArgumentException>(() => Add(Enumerable.Repeat(row, 11))).Message);
        Assert.Contains("More than 12 rows", Assert.Throws<ArgumentException>(() => Add(Enumerable.Repeat(row, 13))).Message);
        Assert.Contains("expected a finite number",
            Assert.Throws<GapFillException>(() => Add(Enumerable.Repeat(Memory([1, 2, 3, 4, 5, float.NaN]), 12))).Message);
        Assert.Throws<OperationCanceledException>(() => AnnDataWriter.AddLayer(Samples.Small, folder["out.h5ad"], genes,
            Enumerable.Repeat(row, 12),
            cancellationToken: new CancellationToken(canceled: true)));
        Assert.Empty(folder.Entries);

        void Add(IEnumerable<ReadOnlyMemory<float>> rows) => AnnDataWriter.AddLayer(Samples.Small, folder["out.h5ad"], genes, rows);
    }

    [Fact]
    public void Counts_of_another_format_make_a_new_file()
    {
        using var folder = new TempFolder();
        var counts = TenXH5.Open(Samples.Named("v3.h5"));
        var rows = Filled(counts, 0.25f);
        AnnDataWriter.Write(folder["new.h5ad"], counts, counts.GeneNames, rows.Select(Memory), Layer with
        {
            ObsColumns = new Dictionary<string,
                IReadOnlyList<string>> { ["type"] = [.. counts.Barcodes.Select((_, cell) => $"t{cell % 3}")] },
        });
        var read = AnnData.Open(folder["new.h5ad"]);
        Assert.Equal(Samples.Rows(counts), Samples.Rows(read));
        Assert.Equal(rows, Samples.Rows(AnnData.Open(folder["new.h5ad"], "imputed")));
        Assert.Equal((counts.Barcodes, counts.GeneNames, counts.GeneIds), (read.Barcodes, read.GeneNames, read.GeneIds), Same);
        Assert.Equal("t1", AnnData.ReadObsColumn(folder["new.h5ad"], "type")[4]);

        AnnDataWriter.Write(folder["counts.h5ad"], counts);
        Assert.Equal(Samples.Rows(counts), Samples.Rows(AnnData.Open(folder["counts.h5ad"])));
    }

    [PythonFact("anndata", "python3-anndata")]
    public void Anndata_finds_no_difference_but_what_was_added()
    {
        using var folder = new TempFolder();
        PythonFactAttribute.Run("anndata", "make_h5ad.py", "make", folder.Path);
        foreach (var name in new[] { "gzip", "dense", "csc", "old", "latest" })
        {
            var path = folder[name + ".h5ad"];
            var source = AnnData.Open(path);
            AnnDataWriter.AddLayer(path, folder["out.h5ad"], source.GeneNames, Filled(source, name == "dense" ? 0.5f : 0).Select(Memory),
                Layer);
            var answer = PythonFactAttribute.Run("anndata", "make_h5ad.py", "same", path, folder["out.h5ad"]);
            Assert.StartsWith("0 differences\n", answer);
            Assert.Contains($"float32 (60, 25) {(name == "dense" ? 5466 : 4716)}.0000 bool 25", answer);
            Assert.Contains("'exact': 'True', 'measures': \"{'ARI': 0.25}\", 'seed': '5', 'share': '0.5', 'version': '0.7'", answer);
        }

        Assert.Contains("/uns/pointer: found references to other objects; expected what can be copied",
            Assert.Throws<GapFillException>(() =>
            AnnDataWriter.AddLayer(folder["reference.h5ad"], folder["out.h5ad"], ["GENE1"], [])).Message);
        Assert.Contains("/uns: found a link 'b' to 'a', which may lead in a circle", Assert.Throws<GapFillException>(() =>
            AnnDataWriter.AddLayer(folder["cycle.h5ad"], folder["out.h5ad"], ["GENE1"], [])).Message);

        var counts = TenXH5.Open(folder["v3.h5"]);
        AnnDataWriter.Write(folder["new.h5ad"], counts, counts.GeneNames, Filled(counts, 0).Select(Memory), Layer);
        Assert.Equal("(60, 25) csr_matrix float32 4716 [] ['gene_ids', 'imputed'] {'imputed': 'csr_matrix'}\n",
            PythonFactAttribute.Run("anndata", "make_h5ad.py", "show", folder["new.h5ad"]));
    }

    private static float[][] Filled(CountSource source, float added) =>
        [.. Samples.Rows(source).Select(row => row.Select(value => value + added).ToArray())];

    private static ReadOnlyMemory<float> Memory(float[] row) => row;

    private static bool Same((IReadOnlyList<string>, IReadOnlyList<string>, IReadOnlyList<string>) first,
        (IReadOnlyList<string>, IReadOnlyList<string>, IReadOnlyList<string>) second) =>
        first.Item1.SequenceEqual(second.Item1) && first.Item2.SequenceEqual(second.Item2) && first.Item3.SequenceEqual(second.Item3);
}
