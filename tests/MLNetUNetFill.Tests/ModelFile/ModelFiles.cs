using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>Model files made by hand.</summary>
internal static class ModelFiles
{
    /// <summary>A file whose last 64 bytes are the SHA-256 of those before them: what anyone can write who changes a file on
    /// purpose.</summary>
    public static byte[] Resealed(byte[] file) =>
        [.. file[..^64], .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file.AsSpan(..^64))))];

    /// <summary>A model with the metadata of another format.</summary>
    public static byte[] OfFormat(int version, GapFillModel model, string producerVersion = "0.0.1")
    {
        var proto = ModelProto.Parser.ParseFrom(GapFillOnnxExporter.Export(model));
        proto.ProducerVersion = producerVersion;
        if (version < 6)
        {
            var novelty = proto.Graph.Output.FirstOrDefault(output => output.Name == "Novelty");
            if (novelty is not null) proto.Graph.Output.Remove(novelty);
        }
        string[] newer = version switch { 1 => ["unetfill.preset", "unetfill.sha256"], 2 => ["unetfill.sha256"], _ => [] };
        foreach (var entry in proto.MetadataProps.Where(entry => newer.Contains(entry.Key)).ToArray()) proto.MetadataProps.Remove(entry);
        proto.MetadataProps.Single(entry => entry.Key == "unetfill.version").Value = version.ToString(CultureInfo.InvariantCulture);
        return newer.Length > 0 ? proto.ToByteArray() : ModelSeal.Write(proto);
    }
}
