using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.ModelFile;

/// <summary>
/// The checksum at the end of a model file: its last metadata entry holds the SHA-256 of all bytes before the entry's 64 hexadecimal
/// digits, so <c>head -c -64 model.onnx | sha256sum</c> gives what <c>tail -c 64 model.onnx</c> shows. It tells damage, and no one's
/// signature.
/// </summary>
internal static class ModelSeal
{
    private const int Digits = 2 * SHA256.HashSizeInBytes;

    // What stands before the digits: tags and lengths of the entry, and its key.
    private static readonly byte[] s_start = new ModelProto { MetadataProps = { Entry(new string('0', Digits)) } }.ToByteArray()[..^Digits];

    /// <summary>Writes a model with its checksum, which replaces an earlier one.</summary>
    public static byte[] Write(ModelProto model)
    {
        var sealing = model.Clone();
        if (sealing.MetadataProps is [..,
            { Key: GapFillMetadata.HashKey }]) sealing.MetadataProps.RemoveAt(sealing.MetadataProps.Count - 1);
        sealing.MetadataProps.Add(Entry(new string('0', Digits)));
        var bytes = sealing.ToByteArray();
        Encoding.ASCII.GetBytes(Checksum(bytes), bytes.AsSpan(^Digits..));
        return bytes;
    }

    /// <summary>Whether a file ends with a checksum.</summary>
    public static bool IsOn(ReadOnlySpan<byte> file) => file.Length > Digits && file[..^Digits].EndsWith(s_start);

    /// <summary>Whether the checksum that a file ends with is that of the file.</summary>
    public static bool Holds(ReadOnlySpan<byte> file) => file[^Digits..].SequenceEqual(Encoding.ASCII.GetBytes(Checksum(file)));

    private static string Checksum(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file[..^Digits]));

    private static StringStringEntryProto Entry(string digits) => new() { Key = GapFillMetadata.HashKey, Value = digits };
}
