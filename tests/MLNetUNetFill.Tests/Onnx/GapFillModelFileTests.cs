using System.Text;
using MLNetUNetFill.Onnx;

namespace MLNetUNetFill.Tests.Onnx;

public sealed class GapFillModelFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_file_says_what_it_was_made_of()
    {
        var model = RandomModels.Create();
        File.WriteAllBytes(_path, GapFillOnnxExporter.Export(model));

        var file = GapFillModelFile.Read(_path);

        Assert.Equal(_path, file.Source);
        Assert.Equal(("Counts", "Filled", "Filled.Observed", 1), (file.InputName, file.OutputName, file.ObservedName, file.FormatVersion));
        Assert.Equal(model.GeneNames, file.GeneNames);
        Assert.Equal(model.ModelledGenes, file.ModelledGenes);
        Assert.Equal(model.Provenance.OrderBy(entry => entry.Key), file.Provenance.OrderBy(entry => entry.Key));
        Assert.Equal(File.ReadAllBytes(_path), file.Bytes);
    }

    [Fact]
    public void A_missing_or_unreadable_file_is_refused()
    {
        Assert.StartsWith($"The model file '{_path}' cannot be read: ", Refusal(_path));
        Assert.StartsWith($"The model file '{Path.GetTempPath()}' cannot be read: ", Refusal(Path.GetTempPath()));
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        File.WriteAllBytes(_path, []);
        Assert.Equal($"The model '{_path}' is empty; expected an ONNX file written by unetfill.", Refusal(_path));
    }

    [Fact]
    public void Text_is_refused()
    {
        File.WriteAllText(_path, "gene\tcell\n");
        Assert.StartsWith($"The model '{_path}' is damaged, cut off or no ONNX file (", Refusal(_path));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var whole = GapFillOnnxExporter.Export(RandomModels.Create(genes: 20, modelled: 10, height: 4, width: 4, channels: 1));
        for (var length = 1; length < whole.Length; length++)
        {
            if (length < whole.Length - 2000 && length % 37 != 0) continue; // every length near the metadata, a sample elsewhere
            var message = Assert.Throws<GapFillException>(() => GapFillModelFile.Parse(whole[..length], "cut.onnx")).Message;
            Assert.Contains("cut off", message);
        }
    }

    [Fact]
    public void An_onnx_file_of_another_tool_is_refused()
    {
        // ir_version 8, producer "other", an empty graph: valid protobuf without our metadata.
        File.WriteAllBytes(_path, [0x08, 0x08, 0x12, 0x05, .. Encoding.ASCII.GetBytes("other"), 0x3a, 0x00]);
        Assert.Equal($"The model '{_path}' is cut off or was not written by unetfill: it has no 'unetfill.version' in its metadata.", Refusal(_path));
    }

    [Fact]
    public void A_newer_format_is_refused()
    {
        Replace("unetfill.version\u0012\u00011", "unetfill.version\u0012\u00019");
        Assert.Equal($"The model '{_path}' has format 9, which a newer unetfill wrote; expected at most 1.", Refusal(_path));
    }

    [Theory]
    [InlineData("[\"Gene", "{\"Gene", "'unetfill.gene_names' in its metadata is no JSON array.")]
    [InlineData("unetfill.modelled_genes", "unetfill.modelled_gemes", "its metadata has no 'unetfill.modelled_genes'.")]
    [InlineData("gene_names", "gene_nAmes", "its metadata has no 'unetfill.gene_names'.")]
    [InlineData("\",\"", "   ", "its graph does not take and give the 69 genes that its metadata names.")]
    public void Damaged_metadata_is_refused(string from, string to, string message)
    {
        Replace(from, to);
        Assert.Equal($"The model '{_path}' is damaged: {message}", Refusal(_path));
    }

    /// <summary>Writes a model in which a string of its metadata is replaced by one as long.</summary>
    private void Replace(string from, string to)
    {
        var text = Encoding.Latin1.GetString(GapFillOnnxExporter.Export(RandomModels.Create()));
        int at = text.LastIndexOf(from, StringComparison.Ordinal);
        File.WriteAllBytes(_path, Encoding.Latin1.GetBytes(text[..at] + to + text[(at + to.Length)..]));
    }

    private static string Refusal(string path) => Assert.Throws<GapFillException>(() => GapFillModelFile.Read(path)).Message;
}
