using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace MLNetUNetFill.ModelFile;

/// <summary>
/// Holds a model file against what this library writes, before ONNX Runtime sees it. A file of ours holds numbers and standard operators;
/// what could make a runtime open another file, load code or reserve memory that the file does not fill is no part of it.
/// </summary>
internal static class ModelContentCheck
{
    /// <summary>Looks for anything that the exporter does not write.</summary>
    /// <param name="model">The parsed file, without the fields that onnx.proto does not list.</param>
    /// <param name="bytes">The file.</param>
    /// <returns>What is wrong with it, to follow the name of the model; null where nothing is.</returns>
    public static string? Complaint(ModelProto model, ReadOnlySpan<byte> bytes)
    {
        // Whatever onnx.proto does not list - external data, subgraphs, functions, training graphs - got lost in parsing, and so did any
        // second reading of the same bytes: only what is understood in full is let through.
        if (!IsAllOf(model, bytes))
            return "holds parts that unetfill does not write, for example external data, a subgraph or a function; expected a file "
                + "written by unetfill";
        if (model.OpsetImport is not [{ Domain: "" }])
            return "asks for operators outside the ONNX standard; expected the domain 'ai.onnx' alone";
        foreach (var node in model.Graph.Node)
            if (node.Domain.Length > 0)
                return $"has the operator '{node.OpType}' of the domain '{node.Domain}', which is not in the ONNX standard; expected the "
                    + "domain 'ai.onnx' alone";
        foreach (var tensor in model.Graph.Initializer)
            if (!IsFull(tensor))
                return $"is damaged: its tensor '{tensor.Name}' of type {tensor.DataType} and dimensions "
                    + $"{string.Join(" x ", tensor.Dims)} holds {tensor.RawData.Length} bytes";
        return null;
    }

    private static bool IsAllOf(ModelProto model, ReadOnlySpan<byte> bytes)
    {
        if (model.CalculateSize() != bytes.Length) return false;
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write)) model.WriteTo(stream);
        return SHA256.HashData(bytes).AsSpan().SequenceEqual(hash.Hash);
    }

    private static bool IsFull(TensorProto tensor)
    {
        if (SizeOf((DataType)tensor.DataType) is not { } size) return false;
        var bytes = (UInt128)size;
        foreach (var length in tensor.Dims)
        {
            if (length < 0 || bytes > int.MaxValue) return false;
            bytes *= (ulong)length;
        }
        return bytes == (uint)tensor.RawData.Length && tensor.StringData.Count == 0;
    }

    /// <summary>Bytes of an element; null for a type that is not written.</summary>
    private static int? SizeOf(DataType type) => type switch
    {
        DataType.Uint8 or DataType.Int8 => sizeof(byte),
        DataType.Uint16 or DataType.Float16 => sizeof(ushort),
        DataType.Float or DataType.Int32 => sizeof(int),
        DataType.Int64 or DataType.Double => sizeof(long),
        _ => null,
    };
}

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
