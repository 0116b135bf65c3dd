using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.IO.Hdf5;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.IO.Tests.Hdf5;

public class AnnDataTests
{
    [Theory]
    [InlineData("small.h5ad")]
    [InlineData("latest.h5ad")]
    public void Cells_genes_and_counts_are_those_of_the_file(string name)
    {
        var source = AnnData.Open(Samples.Named(name));
        Assert.True(source.IsStreamed);
        Assert.EndsWith(Samples.EmptyCells, Assert.Single(source.Warnings));
        Assert.Equal(12, source.Barcodes.Count);
        Assert.Equal("AAAC00011-1", source.Barcodes[11]);
        Assert.Equal(["GENE0", "GENE1", "GENE2", "GENE3", "GENE4", "GENE5"], source.GeneNames);
        Assert.Equal("ENSG00000000005", source.GeneIds[5]);
        Assert.Equal(Samples.Rows(source).Sum(row => row.Count(value => value != 0)), source.NonZeroCount);
        Assert.Equal(AnnData.ReadObsColumn(Samples.Named(name), "n_counts").Select(float.Parse),
            Samples.Rows(source).Select(row => row.Sum()));
    }

    [Theory]
    [InlineData("X", true)]
    [InlineData("raw", true)]
    [InlineData("counts", true)]
    [InlineData("layers/counts", true)]
    [InlineData("csc", false)]
    public void Every_layer_holds_the_same_counts(string layer, bool streamed)
    {
        var source = AnnData.Open(Samples.Small, layer);
        Assert.Equal(streamed, source.IsStreamed);
        Assert.Equal(Samples.Rows(AnnData.Open(Samples.Small)), Samples.Rows(source));
        Assert.Equal(streamed ? 1 : 2, source.Warnings.Count);
        if (!streamed) Assert.EndsWith("is compressed by gene; the matrix is held in memory.", source.Warnings[0]);
    }

    [Fact]
    public void Where_X_is_not_counts_the_layer_of_counts_is_read_and_said()
    {
        var source = AnnData.Open(Samples.Named("lzf.h5ad"));
        Assert.Equal($"{Samples.Named("lzf.h5ad")}: counts are read from layers/counts; X holds other numbers.", source.Warnings[0]);
        Assert.Equal(Samples.Rows(AnnData.Open(Samples.Small)), Samples.Rows(source));
        Assert.EndsWith("values of X are not whole numbers; are they raw counts?",
            AnnData.Open(Samples.Named("lzf.h5ad"), "X").Warnings[1]);
    }

    [Fact]
    public void A_file_without_columns_or_matrices_says_so()
    {
        using var folder = new TempFolder();
        var output = new Hdf5Output();
        output.Root["obs"] = Hdf5Output.Table(["c1", "c2"]);
        output.Root["var"] = Hdf5Output.Table(["A", "B"]);
        output.Write(folder["t.h5ad"], CancellationToken.None);
        Assert.Equal($"{folder["t.h5ad"]}, /obs: found no columns; expected one called 'type'.",
            Assert.Throws<GapFillException>(() => AnnData.ReadObsColumn(folder["t.h5ad"], "type")).Message);
        Assert.Equal($"{folder["t.h5ad"]}, /: found none of X, raw/X and layers; expected counts in one of them.",
            Assert.Throws<GapFillException>(() => AnnData.Open(folder["t.h5ad"], "counts")).Message);
    }

    [Fact]
    public void The_least_numbers_are_kept_and_what_single_precision_makes_0_of_is_refused()
    {
        using var folder = new TempFolder();
        Write(new float[,] { { float.Epsilon, 1e-39f, 0 }, { 1, 2, 0 } }, null);
        Assert.Equal([float.Epsilon, 1e-39f, 0], Samples.Rows(AnnData.Open(folder["t.h5ad"], "X"))[0]);

        double[,] tiny = { { 0.5, 8e-317, 0 }, { 1, 2, 0 } };
        Write(tiny, new float[,] { { 1, 2, 3 }, { 0, 1, 0 } });
        Assert.EndsWith("found the value NaN, or one below 1.4E-45, which is too small for single precision, of gene 2 of cell 1; "
            + "expected finite numbers of 0 or more.", Assert.Throws<GapFillException>(() => AnnData.Open(folder["t.h5ad"], "X")).Message);
        Assert.Equal([1, 2, 3], Samples.Rows(AnnData.Open(folder["t.h5ad"]))[0]);
        Write(new double[,] { { 1, 1e39, 0 }, { 1, 2, 0 } }, null);
        Assert.Contains("found the value Infinity, or one above 3.4E+38, which is too large for single precision, of gene 2 of cell 1;",
            Assert.Throws<GapFillException>(() => AnnData.Open(folder["t.h5ad"], "X")).Message);

        void Write(object x, object? counts)
        {
            var output = new Hdf5Output();
            output.Root["X"] = Hdf5Output.Dataset(x, "array");
            output.Root["obs"] = Hdf5Output.Table(["c1", "c2"]);
            output.Root["var"] = Hdf5Output.Table(["A", "B", "C"]);
            var layers = Hdf5Output.Group("dict", "0.1.0");
            if (counts is not null) layers["counts"] = Hdf5Output.Dataset(counts, "array");
            output.Root["layers"] = layers;
            output.Root.Attributes["encoding-type"] = "anndata";
            File.Delete(folder["t.h5ad"]);
            output.Write(folder["t.h5ad"], default);
        }
    }

    [Theory]
    [InlineData("cell_type", "")]
    [InlineData("ordered", "")]
    [InlineData("name", "cell é 0,cell é 1,cell é 2")]
    [InlineData("number", "0,1,2")]
    [InlineData("flag", "True,False,True")]
    [InlineData("nullable", "NA,1,2")]
    [InlineData("nullable_flag", "NA,True,False")]
    [InlineData("partly", "NA,x,x")]
    public void Columns_of_every_kind_are_labels(string column, string first)
    {
        var labels = AnnData.ReadObsColumn(Samples.Small, column);
        Assert.Equal(12, labels.Count);
        if (first.Length > 0) Assert.Equal(first, string.Join(",", labels.Take(3)));
        else Assert.All(labels, label => Assert.Contains(label, new[] { "B cell", "T cell", "Ünïcode α", "lo", "hi" }));
    }

    [Fact]
    public void Loads_into_a_pipeline_with_labels()
    {
        var view = new MLContext().Data.LoadFromAnnData(Samples.Small, "counts", "name");
        Assert.Equal("cell é 3", view.GetColumn<string>("Label").ElementAt(3));
        Assert.Equal(12, view.GetRowCount());
    }

    [Theory]
    [InlineData("nothing", "/layers/nothing: found nothing; expected one of X, raw/X, layers/counts, layers/csc.")]
    [InlineData("counts/data", "/layers/counts/data: found ")]
    public void A_layer_that_is_none_is_refused(string layer, string message) =>
        Assert.Contains(message, Assert.Throws<GapFillException>(() => AnnData.Open(Samples.Small, layer)).Message);

    [Fact]
    public void A_column_that_is_none_is_refused_with_those_that_are() =>
        Assert.EndsWith("/obs: found no column 'type'; expected one of cell_type, ordered, name, n_counts, number, flag, "
                + "nullable, nullable_flag, partly.",
            Assert.Throws<GapFillException>(() => AnnData.ReadObsColumn(Samples.Small, "type")).Message);

    [Fact]
    public void Other_files_are_told_apart()
    {
        using var folder = new TempFolder();
        var text = folder.Write("text.h5ad", "%%MatrixMarket " + new string('x', 200));
        Assert.StartsWith($"{text} is no HDF5 file", Message(() => AnnData.Open(text)));
        Assert.Contains("is an .h5 file of Cell Ranger; expected an .h5ad file of AnnData",
            Message(() => AnnData.Open(Samples.Named("v3.h5"))));
        Assert.Contains("is an .h5ad file of AnnData; expected an .h5 file of Cell Ranger", Message(() => TenXH5.Open(Samples.Small)));
        Assert.Contains("does not exist", Message(() => AnnData.Open(folder["none"])));
        Assert.Contains("is a folder", Message(() => AnnData.Open(folder.Path)));
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        using var folder = new TempFolder();
        var whole = File.ReadAllBytes(Samples.Small);
        foreach (var length in new[] { 0, 7, 40, 100, 600, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(folder["cut.h5ad"], whole[..length]);
            Assert.StartsWith(folder["cut.h5ad"], Message(() => AnnData.Open(folder["cut.h5ad"])));
        }
    }

    [Fact]
    public void Checking_stops_when_cancelled() =>
        Assert.Throws<OperationCanceledException>(() =>
        AnnData.Open(Samples.Small, cancellationToken: new CancellationToken(canceled: true)));

    [PythonFact("anndata", "python3-anndata")]
    public void Reads_what_anndata_writes_and_refuses_the_rest_in_a_sentence()
    {
        using var folder = new TempFolder();
        PythonFactAttribute.Run("anndata", "make_h5ad.py", "make", folder.Path);
        var expected = File.ReadLines(folder["counts.txt"]).Select(line => line.Split(' ').Select(float.Parse).ToArray()).ToArray();
        foreach (var name in new[] { "gzip", "lzf", "none", "dense", "csc", "ints", "log", "half", "old", "latest", "reference" })
            Assert.Equal(expected, Samples.Rows(AnnData.Open(folder[name + ".h5ad"])));
        foreach (var name in new[] { "v3.h5", "v2.h5", "lzf.h5" }) Assert.Equal(expected, Samples.Rows(TenXH5.Open(folder[name])));
        Assert.Equal(expected, Samples.Rows(TenXH5.Open(folder["two.h5"], "mm10")));
        Assert.Equal(expected.Select(row => row[..20]), Samples.Rows(TenXH5.Open(folder["multi.h5"])));
        Assert.Equal(AnnData.ReadObsColumn(folder["gzip.h5ad"], "cell_type"), AnnData.ReadObsColumn(folder["old.h5ad"], "cell_type"));

        Assert.Contains("found no whole numbers in X; expected raw counts; name another layer",
            Message(() => AnnData.Open(folder["nocounts.h5ad"])));
        Assert.Contains("the value -3 of gene 1 of cell 1; expected finite numbers of 0 or more",
            Message(() => AnnData.Open(folder["gzip.h5ad"], "scaled")));
        Assert.Contains("found 2 genomes (hg19, mm10); expected the name of one of them", Message(() => TenXH5.Open(folder["two.h5"])));
        Assert.Contains("found no genome 'x'; expected one of hg19, mm10", Message(() => TenXH5.Open(folder["two.h5"], "x")));
        Assert.Contains("compressed with shuffle and lzf", Message(() => TenXH5.Open(folder["shuffle_lzf.h5"])));
        Assert.Contains("big-endian", Message(() => TenXH5.Open(folder["big_endian.h5"])));
        Assert.Contains("other files are not opened", Message(() => TenXH5.Open(folder["virtual.h5"])));
        Assert.Contains("other files are not opened", Message(() => TenXH5.Open(folder["external.h5"])));
        Assert.Contains("convert it with Python, anndata.read_loom", Message(() => TenXH5.Open(folder["loom.h5"])));
        Assert.Contains("a link 'out' to another file", Message(() => AnnData.Open(folder["links.h5ad"], "linked/out")));
        Assert.Equal(expected, Samples.Rows(AnnData.Open(folder["links.h5ad"], "soft/alias")));
        Assert.Contains("/layers/soft/nowhere: found a link that leads nowhere",
            Message(() => AnnData.Open(folder["links.h5ad"], "soft/nowhere")));
    }

    [PythonFact("anndata", "python3-anndata")]
    public void Chunks_larger_than_the_file_are_refused_whatever_their_index()
    {
        using var folder = new TempFolder();
        PythonFactAttribute.Run("anndata", "make_h5ad.py", "indexes", folder.Path);
        foreach (var layer in new[] { "fixed", "extensible", "tree" })
        {
            Assert.Equal(60, Samples.Rows(AnnData.Open(folder["indexes.h5ad"], layer)).Length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains($"/layers/{layer}: found a chunk of ", Message(() => AnnData.Open(folder[$"lying-{layer}.h5ad"], layer)));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        }
    }

    private const string Zstandard = "h5py, hdf5plugin; assert h5py.h5z.filter_avail(32015)";

    [PythonFact(Zstandard, "python3-hdf5plugin, where it has zstd: that of Debian 12 has not")]
    public void What_hdf5plugin_compressed_with_zstd_is_read()
    {
        using var folder = new TempFolder();
        PythonFactAttribute.Run(Zstandard, "make_h5ad.py", "plugin", folder.Path, "Zstd");
        Assert.Equal(Samples.Rows(AnnData.Open(folder["Zstd.h5ad"], "counts")), Samples.Rows(AnnData.Open(folder["Zstd.h5ad"], "X")));
    }

    [PythonFact("hdf5plugin", "python3-hdf5plugin")]
    public void What_hdf5plugin_compressed_otherwise_is_refused()
    {
        using var folder = new TempFolder();
        foreach (var (plugin, name) in new[] { ("Blosc", "blosc"), ("LZ4", "lz4") })
        {
            PythonFactAttribute.Run("hdf5plugin", "make_h5ad.py", "plugin", folder.Path, plugin);
            Assert.Contains($": found data compressed with {name}; expected gzip",
                Message(() => AnnData.Open(folder[$"{plugin}.h5ad"], "X")));
        }
    }

    private static string Message(Action open) => Assert.Throws<GapFillException>(open).Message;
}
