using System.Text;
using MLNetUNetFill.Onnx;

namespace MLNetUNetFill.Tests.Onnx;

public class GapFillModelFileTests
{
    [Fact]
    public void A_model_says_what_it_was_made_of()
    {
        var model = RandomModels.Create();
        var bytes = GapFillOnnxExporter.Export(model);

        var file = GapFillModelFile.Read(bytes, "some.onnx");

        Assert.Equal(("some.onnx", "Counts", "Filled", "Filled.Observed", 2),
            (file.Source, file.InputName, file.OutputName, file.ObservedName, file.FormatVersion));
        Assert.Equal(model.GeneNames, file.GeneNames);
        Assert.Equal(model.ModelledGenes, file.ModelledGenes);
        Assert.Equal(model.Provenance.OrderBy(entry => entry.Key), file.Provenance.OrderBy(entry => entry.Key));
        Assert.Same(bytes, file.Bytes);
    }

    [Fact]
    public void An_empty_file_is_refused() =>
        Assert.Equal("The model 'some.onnx' is empty; expected an ONNX file written by unetfill.", Refusal([]));

    [Fact]
    public void Text_is_refused() =>
        Assert.StartsWith("The model 'some.onnx' is damaged, cut off or no ONNX file (", Refusal(Encoding.ASCII.GetBytes("gene\tcell\n")));

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var whole = GapFillOnnxExporter.Export(RandomModels.Create(genes: 20, modelled: 10, height: 4, width: 4, channels: 1));
        for (var length = 1; length < whole.Length; length++)
        {
            if (length < whole.Length - 2000 && length % 37 != 0) continue; // every length near the metadata, a sample elsewhere
            Assert.Contains("cut off", Refusal(whole[..length]));
        }
    }

    [Fact]
    public void An_onnx_file_of_another_tool_is_refused() =>
        // ir_version 8, producer "other", an empty graph: valid protobuf without our metadata.
        Assert.Equal("The model 'some.onnx' is cut off or was not written by unetfill: it has no 'unetfill.version' in its metadata.",
            Refusal([0x08, 0x08, 0x12, 0x05, .. Encoding.ASCII.GetBytes("other"), 0x3a, 0x00]));

    [Fact]
    public void A_newer_format_is_refused() =>
        Assert.Equal("The model 'some.onnx' has format 9, which a newer unetfill wrote; expected at most 2.",
            Refusal(Replaced("unetfill.version\u0012\u00012", "unetfill.version\u0012\u00019")));

    [Theory]
    [InlineData("[\"Gene", "{\"Gene", "'unetfill.gene_names' in its metadata is no JSON array.")]
    [InlineData("unetfill.modelled_genes", "unetfill.modelled_gemes", "its metadata has no 'unetfill.modelled_genes'.")]
    [InlineData("gene_names", "gene_nAmes", "its metadata has no 'unetfill.gene_names'.")]
    [InlineData("\",\"", "   ", "its graph does not take and give the 69 genes that its metadata names.")]
    public void Damaged_metadata_is_refused(string from, string to, string message) =>
        Assert.Equal($"The model 'some.onnx' is damaged: {message}", Refusal(Replaced(from, to)));

    /// <summary>A model in which a string of its metadata is replaced by one as long.</summary>
    private static byte[] Replaced(string from, string to)
    {
        var text = Encoding.Latin1.GetString(GapFillOnnxExporter.Export(RandomModels.Create()));
        int at = text.LastIndexOf(from, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text[..at] + to + text[(at + to.Length)..]);
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<GapFillException>(() => GapFillModelFile.Read(bytes, "some.onnx")).Message;
}
