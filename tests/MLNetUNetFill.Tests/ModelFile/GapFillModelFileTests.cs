using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.Tests.ModelFile;

public class GapFillModelFileTests
{
    private const string Expected = "; expected a model written by 'unetfill train'.";

    [Fact]
    public void A_model_says_what_it_was_made_of()
    {
        var model = RandomModels.Create();
        var bytes = GapFillOnnxExporter.Export(model);

        var file = GapFillModelFile.Read(bytes, "some.onnx");

        Assert.Equal(("some.onnx", "Counts", "Filled", "Filled.Observed", 6, true),
            (file.Source, file.InputName, file.OutputName, file.OutputNames[1], file.FormatVersion, file.IsSealed));
        Assert.Equal(model.GeneNames, file.GeneNames);
        Assert.Equal(model.ModelledGenes, file.ModelledGenes);
        Assert.Equal(model.Provenance.OrderBy(entry => entry.Key), file.Provenance.OrderBy(entry => entry.Key));
        Assert.Same(bytes, file.Bytes);
    }

    [Fact]
    public void A_context_model_names_its_preset_policy_and_outputs()
    {
        var file = GapFillModelFile.Read(GapFillOnnxExporter.Export(ContextModels.Create().With(FillPolicy.Threshold(0.25f))));

        Assert.Equal((GapFillPreset.Context, FillPolicy.Threshold(0.25f)), (file.Preset, file.Policy));
        Assert.Equal(["Filled", "Filled.Observed", "FilledIfExpressed", "ExpectedRate", "DetectionProbability", "FillUncertainty",
            "Novelty"], file.OutputNames);
    }

    [Fact]
    public void A_published_model_fills_if_expressed_and_has_two_outputs()
    {
        var file = GapFillModelFile.Read(GapFillOnnxExporter.Export(RandomModels.Create()));

        Assert.Equal((GapFillPreset.Published, FillPolicy.IfExpressed), (file.Preset, file.Policy));
        Assert.Equal(["Filled", "Filled.Observed"], file.OutputNames);
    }

    [Fact]
    public void Another_policy_gives_the_file_that_exporting_with_it_gives()
    {
        var model = ContextModels.Create();
        var bytes = GapFillOnnxExporter.Export(model);
        FillPolicy[] policies = [FillPolicy.DenoiseAll, FillPolicy.Threshold(0), FillPolicy.IfExpressed, FillPolicy.Threshold(0.9f),
            FillPolicy.ExpectedLog(0.1f), FillPolicy.Expected];

        foreach (var policy in policies) Assert.Equal(GapFillOnnxExporter.Export(model.With(policy)),
            GapFillModelFile.Read(bytes).WithPolicy(policy).Bytes);
        // And from any policy to any other.
        foreach (var policy in policies) bytes = GapFillModelFile.Read(bytes).WithPolicy(policy).Bytes;
        Assert.Equal(GapFillOnnxExporter.Export(model), bytes);
    }

    [Fact]
    public void A_published_model_knows_one_policy()
    {
        var bytes = GapFillOnnxExporter.Export(RandomModels.Create());

        Assert.Equal(bytes, GapFillModelFile.Read(bytes).WithPolicy(FillPolicy.IfExpressed).Bytes);
        Assert.StartsWith("A model of the preset Published has no detection probability, so it cannot fill by the policy Expected; "
            + "expected IfExpressed, or a model of the preset Context.",
            Assert.Throws<ArgumentException>("policy", () => GapFillModelFile.Read(bytes).WithPolicy(FillPolicy.Expected).Bytes).Message);
    }

    [Fact]
    public void A_file_of_format_1_is_a_published_model()
    {
        var file = GapFillModelFile.Read(ModelFiles.OfFormat(1, RandomModels.Create()));

        Assert.Equal((1, GapFillPreset.Published, FillPolicy.IfExpressed, false),
            (file.FormatVersion, file.Preset, file.Policy, file.IsSealed));
    }

    [Fact]
    public void A_file_of_format_2_has_no_checksum_and_keeps_its_format_under_another_policy()
    {
        var file = GapFillModelFile.Read(ModelFiles.OfFormat(2, ContextModels.Create()));
        var other = file.WithPolicy(FillPolicy.DenoiseAll);

        Assert.Equal((2, false, FillPolicy.Expected), (file.FormatVersion, file.IsSealed, file.Policy));
        Assert.Equal((2, false, FillPolicy.DenoiseAll), (other.FormatVersion, other.IsSealed, other.Policy));
    }

    [Fact]
    public void A_file_of_format_4_knows_no_expected_logarithm()
    {
        var bytes = ModelFiles.OfFormat(4, ContextModels.Create());

        Assert.StartsWith("A model file of format 4 cannot fill by the policy ExpectedLog; expected format 5 or newer: train it again.",
            Assert.Throws<ArgumentException>("policy", () => GapFillModelFile.Read(bytes).WithPolicy(FillPolicy.ExpectedLog(1))).Message);
    }

    [Fact]
    public void A_file_of_format_5_knows_no_novelty()
    {
        var file = GapFillModelFile.Read(ModelFiles.OfFormat(5, ContextModels.Create()));

        Assert.False(file.KnowsNovelty);
        Assert.StartsWith("A model file of format 5 has no column Novelty; expected format 6 or newer: train it again.",
            Assert.Throws<ArgumentException>("AdditionalColumns", file.RequireNovelty).Message);
        Assert.True(GapFillModelFile.Read(GapFillOnnxExporter.Export(ContextModels.Create())).KnowsNovelty);
    }

    [Fact]
    public void A_file_of_format_5_with_a_column_of_that_name_is_refused()
    {
        var model = ContextModels.Create() with { OutputName = "Novelties" };
        var proto = ModelProto.Parser.ParseFrom(ModelFiles.OfFormat(5, model, "0.8.0"));
        proto.Graph.Output[0].Name = "Novelty";
        proto.Graph.Node.Single(node => node.Output[0] == "Novelties").Output[0] = "Novelty";

        Assert.Equal("The model 'some.onnx' has a column 'Novelty', a name that is reserved from format 6 on; use version 0.8.0, which "
            + "wrote it, or train it again.", Refusal(ModelSeal.Write(proto)));
    }

    [Theory]
    [InlineData("unetfill.policy", 0, "its graph holds no 'unetfill.policy' and 'unetfill.policy_threshold'" + Expected)]
    [InlineData("unetfill.policy_threshold", 0, "its graph holds no 'unetfill.policy' and 'unetfill.policy_threshold'" + Expected)]
    [InlineData("unetfill.policy", 8, "its policy is 9 with 0; expected 0 to 4 with a number in the range of that policy.")]
    public void A_context_model_without_a_valid_policy_is_refused(string name, int length, string message)
    {
        var proto = ModelProto.Parser.ParseFrom(GapFillOnnxExporter.Export(ContextModels.Create()));
        proto.Graph.Initializer.Single(tensor => tensor.Name == name).RawData = ByteString.CopyFrom(Enumerable.Repeat((byte)9, 1)
            .Concat(new byte[7]).Take(length).ToArray());

        Assert.Equal($"The model 'some.onnx' is damaged: {message}", Refusal(ModelSeal.Write(proto)));
    }

    [Fact]
    public void An_empty_file_is_refused() =>
        Assert.Equal("The model 'some.onnx' is empty; expected a model written by 'unetfill train'.", Refusal([]));

    [Fact]
    public void A_chain_saved_by_ML_NET_is_refused_with_a_hint() =>
        Assert.Equal("The model 'some.onnx' is a zip archive, as mlContext.Model.Save writes and mlContext.Model.Load reads; "
                + "expected a model written by 'unetfill train'.",
            Refusal([.. "PK"u8, 3, 4, 20, 0]));

    [Fact]
    public void Text_is_refused() =>
        Assert.Equal("The model 'some.onnx' is damaged, cut off or no ONNX file: its 10 bytes cannot be read as one" + Expected,
            Refusal(Encoding.ASCII.GetBytes("gene\tcell\n")));

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var whole = GapFillOnnxExporter.Export(RandomModels.Create(genes: 20, modelled: 10, height: 4, width: 4, channels: 1));
        for (var length = 1; length < whole.Length; length++)
        {
            if (length < whole.Length - 2000 && length % 37 != 0) continue; // every length near the metadata, a sample elsewhere
            var refusal = Refusal(whole[..length]);
            Assert.Contains("cut off", refusal);
            Assert.EndsWith(Expected, refusal);
            Assert.DoesNotContain(". ", refusal); // one sentence
        }
    }

    [Fact]
    public void An_onnx_file_of_another_tool_is_refused() =>
        // ir_version 8, producer "other", an empty graph: valid protobuf without our metadata.
        Assert.Equal("The model 'some.onnx' is cut off or was not written by unetfill: it has no 'unetfill.version' in its metadata"
                + Expected,
            Refusal([0x08, 0x08, 0x12, 0x05, .. Encoding.ASCII.GetBytes("other"), 0x3a, 0x00]));

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Every_earlier_format_loads_and_tells_whether_its_graph_answers_with_NaN(int format, bool answersWithNaN)
    {
        var file = GapFillModelFile.Read(ModelFiles.OfFormat(format, RandomModels.Create()));

        Assert.Equal((format, answersWithNaN), (file.FormatVersion, file.AnswersWithNaN));
    }

    [Theory]
    [InlineData(9, "0.9.2", "has format 9, and this version of MLNetUNetFill reads the formats 1 to 6; use version 0.9.2, which wrote it.")]
    [InlineData(7, "", "has format 7, and this version of MLNetUNetFill reads the formats 1 to 6; use a newer version.")]
    [InlineData(0, "0.0.9", "has format 0, and this version of MLNetUNetFill reads the formats 1 to 6; use version 0.0.9, which wrote it.")]
    public void An_unknown_format_is_refused_with_the_version_to_use(int format, string writtenBy, string message) =>
        Assert.Equal($"The model 'some.onnx' {message}", Refusal(ModelFiles.OfFormat(format, RandomModels.Create(), writtenBy)));

    [Fact]
    public void The_hash_is_that_of_the_bytes_and_computed_once()
    {
        var file = GapFillModelFile.Read(GapFillOnnxExporter.Export(RandomModels.Create()));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file.Bytes)), file.Hash);
        Assert.Same(file.Hash, file.Hash);
    }

    [Theory]
    [InlineData("[\"Gene", "{\"Gene", "'unetfill.gene_names' in its metadata is no JSON array")]
    [InlineData("unetfill.modelled_genes", "unetfill.modelled_gemes", "its metadata has no 'unetfill.modelled_genes'")]
    [InlineData("published", "publishes", "'unetfill.preset' in its metadata names no preset")]
    [InlineData("gene_names", "gene_nAmes", "its metadata has no 'unetfill.gene_names'")]
    [InlineData("\",\"", "   ", "its graph does not take and give the 69 genes that its metadata names")]
    public void Damaged_metadata_is_refused(string from, string to, string message) =>
        Assert.Equal($"The model 'some.onnx' is damaged: {message}{Expected}", Refusal(Replaced(from, to)));

    public static TheoryData<string, string> ImpossibleGenes => new()
    {
        { "unetfill.modelled_genes", "[0,2,1]" },
        { "unetfill.modelled_genes", "[0,70]" },
        { "unetfill.modelled_genes", "[-1]" },
        { "unetfill.gene_names", $"[{string.Join(',', Enumerable.Repeat("null", 70))}]" },
    };

    [Theory]
    [MemberData(nameof(ImpossibleGenes))]
    public void Impossible_genes_are_refused(string key, string json)
    {
        var proto = ModelProto.Parser.ParseFrom(GapFillOnnxExporter.Export(RandomModels.Create()));
        proto.MetadataProps.Single(entry => entry.Key == key).Value = json;

        Assert.StartsWith("The model 'some.onnx' is damaged: its metadata names no genes, or modelled genes that are no ascending indices",
            Refusal(ModelSeal.Write(proto)), StringComparison.Ordinal);
    }

    /// <summary>A sound file in which a string of the metadata is replaced by one as long.</summary>
    private static byte[] Replaced(string from, string to)
    {
        var text = Encoding.Latin1.GetString(GapFillOnnxExporter.Export(RandomModels.Create()));
        int at = text.LastIndexOf(from, StringComparison.Ordinal);
        return ModelFiles.Resealed(Encoding.Latin1.GetBytes(text[..at] + to + text[(at + to.Length)..]));
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<GapFillException>(() => GapFillModelFile.Read(bytes, "some.onnx")).Message;
}
