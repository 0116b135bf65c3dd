using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.Onnx;

/// <summary>An exported model as a file or its bytes, with what its metadata says.</summary>
internal sealed record GapFillModelFile
{
    /// <summary>Where the model came from, for messages: a path, or words.</summary>
    public required string Source { get; init; }

    /// <summary>The ONNX file itself.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>Graph input and ML.NET column: raw counts, cells x genes.</summary>
    public required string InputName { get; init; }

    /// <summary>Graph output and ML.NET column: filled log1p CP10k, cells x genes.</summary>
    public required string OutputName { get; init; }

    /// <summary>Second graph output: observed log1p CP10k, cells x genes.</summary>
    public required string ObservedName { get; init; }

    /// <summary>Names of all input genes, in input order.</summary>
    public required IReadOnlyList<string> GeneNames { get; init; }

    /// <summary>Input indices of the modelled genes, ascending.</summary>
    public required int[] ModelledGenes { get; init; }

    /// <summary>Version, seed, options, normalisation, device: what the trainer recorded.</summary>
    public required IReadOnlyDictionary<string, string> Provenance { get; init; }

    /// <summary>Layout of the file; see <see cref="GapFillMetadata.FormatVersion"/>.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Reads what a model says about itself.</summary>
    /// <param name="bytes">The ONNX file.</param>
    /// <param name="source">Its path, or what to call it in messages.</param>
    /// <exception cref="GapFillException">The bytes are empty or cut off, or are no model of this library.</exception>
    public static GapFillModelFile Read(byte[] bytes, string source = "in memory")
    {
        if (bytes.Length == 0) throw Refuse(source, "is empty; expected an ONNX file written by unetfill");
        ModelProto proto;
        try
        {
            proto = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Refuse(source, $"is damaged, cut off or no ONNX file ({e.Message.TrimEnd('.')})", e);
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in proto.MetadataProps) metadata[entry.Key] = entry.Value;
        if (!metadata.TryGetValue(GapFillMetadata.FormatVersionKey, out var versionText)
            || !int.TryParse(versionText, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw Refuse(source, "is cut off or was not written by unetfill: it has no "
                + $"'{GapFillMetadata.FormatVersionKey}' in its metadata");
        }
        if (version > GapFillMetadata.FormatVersion)
        {
            throw Refuse(source, $"has format {version}, which a newer unetfill wrote; expected at most {GapFillMetadata.FormatVersion}");
        }

        var geneNames = Json<string>(metadata, GapFillMetadata.GeneNamesKey, source);
        var modelled = Json<int>(metadata, GapFillMetadata.ModelledGenesKey, source);
        var (input, output) = (proto.Graph?.Input.FirstOrDefault(), proto.Graph?.Output.FirstOrDefault());
        if (input is null || output is null || proto.Graph!.Output.Count < 2 || Width(input) != geneNames.Length || Width(output) != geneNames.Length)
            throw Refuse(source, $"is damaged: its graph does not take and give the {geneNames.Length} genes that its metadata names");
        return new GapFillModelFile
        {
            Source = source,
            Bytes = bytes,
            InputName = input.Name,
            OutputName = output.Name,
            ObservedName = proto.Graph.Output[1].Name,
            GeneNames = geneNames,
            ModelledGenes = modelled,
            Provenance = metadata.Where(entry => !entry.Key.StartsWith(GapFillMetadata.Prefix, StringComparison.Ordinal)).ToDictionary(),
            FormatVersion = version,
        };
    }

    private static long Width(ValueInfoProto value) => value.Type?.TensorType?.Shape?.Dim is [_, var width] ? width.DimValue : -1;

    private static T[] Json<T>(Dictionary<string, string> metadata, string key, string source)
    {
        try
        {
            if (metadata.TryGetValue(key, out var json) && JsonSerializer.Deserialize<T[]>(json) is { Length: > 0 } values) return values;
        }
        catch (JsonException e)
        {
            throw Refuse(source, $"is damaged: '{key}' in its metadata is no JSON array", e);
        }
        throw Refuse(source, $"is damaged: its metadata has no '{key}'");
    }

    private static GapFillException Refuse(string source, string what, Exception? inner = null) =>
        inner is null ? new($"The model '{source}' {what}.") : new($"The model '{source}' {what}.", inner);
}
