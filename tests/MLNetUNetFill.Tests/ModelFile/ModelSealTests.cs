using Google.Protobuf;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.Tests.ModelFile;

public class ModelSealTests
{
    private static readonly byte[] s_published = GapFillOnnxExporter.Export(RandomModels.Create(genes: 20, modelled: 10, height: 4,
        width: 4, channels: 1));
    private static readonly byte[] s_context = GapFillOnnxExporter.Export(ContextModels.Create());

    [Fact]
    public void The_last_64_bytes_are_the_hash_of_those_before_them()
    {
        foreach (var file in (byte[][])[s_published, s_context, GapFillModelFile.Read(s_context).WithPolicy(FillPolicy.DenoiseAll).Bytes])
        {
            Assert.Equal(ModelFiles.Resealed(file), file);
            Assert.True(ModelSeal.IsOn(file) && ModelSeal.Holds(file));
        }
    }

    [Fact]
    public void Sealing_again_changes_nothing() => Assert.Equal(s_context, ModelSeal.Write(ModelProto.Parser.ParseFrom(s_context)));

    [Fact]
    public void Any_changed_byte_is_found_out()
    {
        var file = s_published.ToArray();
        for (var at = 0; at < file.Length; at++) AssertRefused(file, at, (byte)(1 << at % 8));
    }

    [Fact]
    public void Any_change_of_a_byte_near_the_end_is_found_out()
    {
        var file = s_published.ToArray();
        for (var at = file.Length - 140; at < file.Length; at++)
            for (var bit = 0; bit < 8; bit++) AssertRefused(file, at, (byte)(1 << bit));
    }

    [Fact]
    public void Any_changed_byte_of_a_context_model_is_found_out()
    {
        var file = s_context.ToArray();
        for (var at = 0; at < file.Length; at += 1009) AssertRefused(file, at, 0xff);
    }

    [Fact]
    public void A_context_model_cut_off_anywhere_is_found_out()
    {
        for (var length = 0; length < s_context.Length; length += length < s_context.Length - 400 ? 4999 : 1)
            Assert.Throws<GapFillException>(() => GapFillModelFile.Read(s_context[..Math.Min(length, s_context.Length - 1)]));
    }

    [Fact]
    public void Bytes_before_or_behind_are_found_out()
    {
        AssertRefused([.. s_published, 0]);
        AssertRefused([0x08, 0x08, .. s_published]);
        AssertRefused([.. s_published, .. s_published]);
    }

    [Fact]
    public void A_file_of_the_present_format_without_its_checksum_is_refused()
    {
        var proto = ModelProto.Parser.ParseFrom(s_published);
        proto.MetadataProps.RemoveAt(proto.MetadataProps.Count - 1);

        Assert.Equal("The model 'some.onnx' is damaged or cut off: a file of format 6 ends with a checksum, and this one does not; "
                + "expected a model written by 'unetfill train'.",
            Assert.Throws<GapFillException>(() => GapFillModelFile.Read(proto.ToByteArray(), "some.onnx")).Message);
    }

    [Fact]
    public void A_change_is_told_from_a_cut()
    {
        var file = s_published.ToArray();
        file[file.Length / 2] ^= 1;

        Assert.Equal("The model 'some.onnx' was damaged or changed after it was written: its checksum is that of other contents; "
                + "expected a model written by 'unetfill train'.",
            Assert.Throws<GapFillException>(() => GapFillModelFile.Read(file, "some.onnx")).Message);
    }

    /// <summary>Changes bits of one byte, and changes them back.</summary>
    private static void AssertRefused(byte[] file, int at, byte bits)
    {
        file[at] ^= bits;
        AssertRefused(file);
        file[at] ^= bits;
    }

    private static void AssertRefused(byte[] file) => Assert.Throws<GapFillException>(() => GapFillModelFile.Read(file));
}
