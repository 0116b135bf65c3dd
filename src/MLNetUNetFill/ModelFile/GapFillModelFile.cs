using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;

namespace MLNetUNetFill.ModelFile;

/// <summary>An exported model as a file or its bytes, with what its metadata says.</summary>
/// <param name="Source">Where the model came from, for messages: a path, or words.</param>
/// <param name="Bytes">The ONNX file itself.</param>
/// <param name="InputName">Graph input and ML.NET column: raw counts, cells x genes.</param>
/// <param name="OutputNames">All graph outputs, in order: filled values, observed values, and in the context preset
/// <see cref="GapFillOutputs.OfContext"/>.</param>
/// <param name="GeneNames">Names of all input genes, in input order.</param>
/// <param name="ModelledGenes">Input indices of the modelled genes, ascending.</param>
/// <param name="Preset">Which network it holds.</param>
/// <param name="Policy">What the filled values are; the published network knows <see cref="FillPolicy.IfExpressed"/> alone.</param>
/// <param name="Provenance">Version, seed, options, normalisation, device: what the trainer recorded.</param>
/// <param name="FormatVersion">Layout of the file; see <see cref="GapFillMetadata.FormatVersion"/>.</param>
/// <param name="IsSealed">Whether the file holds a checksum, which was checked; formats before 3 hold none.</param>
internal sealed record GapFillModelFile(string Source, byte[] Bytes, string InputName, IReadOnlyList<string> OutputNames,
    IReadOnlyList<string> GeneNames, int[] ModelledGenes, GapFillPreset Preset, FillPolicy Policy,
    IReadOnlyDictionary<string, string> Provenance, int FormatVersion, bool IsSealed)
{
    /// <summary>What is expected in the place of a file that is no sound model.</summary>
    public const string Expected = "expected a model written by 'unetfill train'";

    /// <summary>The ONNX file itself; no copy has other bytes, so that <see cref="Hash"/> holds.</summary>
    public byte[] Bytes { get; } = Bytes;

    /// <summary>SHA-256 of <see cref="Bytes"/>, lower-case hexadecimal.</summary>
    public string Hash => field ??= Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <summary>First graph output and ML.NET column: filled log1p CP10k, cells x genes.</summary>
    public string OutputName => OutputNames[0];

    /// <summary>Second graph output: what was observed, log1p CP10k, cells x genes.</summary>
    public string ObservedName => OutputNames[1];

    /// <summary>Whether the graph answers what is no count with NaN; the graphs of earlier formats give zeros or plausible
    /// values.</summary>
    public bool AnswersWithNaN => FormatVersion >= GapFillMetadata.FirstNaNVersion;

    /// <summary>Reads a model from a file.</summary>
    /// <exception cref="GapFillException">The file is missing, damaged, no model of this component or of a newer version.</exception>
    public static GapFillModelFile Load(string path)
    {
        if (Directory.Exists(path)) throw new GapFillException($"Model '{path}' is a folder; {Expected}.");
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GapFillException($"Model '{path}' cannot be read: {e.Message}", e);
        }
        return Read(bytes, path);
    }

    /// <summary>Reads what a model says about itself.</summary>
    /// <param name="bytes">The ONNX file.</param>
    /// <param name="source">Its path, or what to call it in messages.</param>
    /// <exception cref="GapFillException">The bytes are empty, cut off or changed, or are no model of this library.</exception>
    public static GapFillModelFile Read(byte[] bytes, string source = "in memory")
    {
        var isSealed = ModelSeal.IsOn(bytes);
        if (isSealed && !ModelSeal.Holds(bytes)) throw Refuse(source,
            "was damaged or changed after it was written: its checksum is that of other contents");
        var proto = Parse(bytes, source);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in proto.MetadataProps) metadata[entry.Key] = entry.Value;
        if (!metadata.TryGetValue(GapFillMetadata.FormatVersionKey, out var versionText)
            || !int.TryParse(versionText, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw Refuse(source, "is cut off or was not written by unetfill: it has no "
                + $"'{GapFillMetadata.FormatVersionKey}' in its metadata");
        if (version is < 1 or > GapFillMetadata.FormatVersion)
        {
            var writer = proto.ProducerVersion.Length > 0 ? $"use version {proto.ProducerVersion}, which wrote it" : "use a newer version";
            throw Refuse(source, $"has format {version}, and this version of MLNetUNetFill reads the formats 1 to "
                + $"{GapFillMetadata.FormatVersion}; {writer}");
        }
        if (version >= GapFillMetadata.FirstSealedVersion && !isSealed)
            throw Refuse(source, $"is damaged or cut off: a file of format {version} ends with a checksum, and this one does not");

        var geneNames = Json<string>(metadata, GapFillMetadata.GeneNamesKey, source);
        var modelled = Json<int>(metadata, GapFillMetadata.ModelledGenesKey, source);
        var preset = ReadPreset(metadata, version, source);
        if (version < GapFillMetadata.FirstNoveltyVersion && proto.Graph is { } graph
            && graph.Input.Concat(graph.Output).Any(value => value.Name == GapFillOutputs.Novelty))
            throw Refuse(source, $"has a column '{GapFillOutputs.Novelty}', a name that is reserved from format "
                + $"{GapFillMetadata.FirstNoveltyVersion} on; use version {proto.ProducerVersion}, which wrote it, or train it again");
        // Files of earlier formats know no novelty.
        var expectedOutputs = preset == GapFillPreset.Context ? 1 + GapFillOutputs.OfContext.Length : 2;
        if (proto.Graph is not { Input: [var input], Output: var outputs }
            || outputs.Count(output => output.Name != GapFillOutputs.Novelty) != expectedOutputs || Width(input) != geneNames.Length
            || outputs.Any(output => Width(output) != GapFillOutputs.Width(output.Name, geneNames.Length)))
            throw Refuse(source, $"is damaged: its graph does not take and give the {geneNames.Length} genes that its metadata names");
        if (geneNames.Contains(null) || !AreAscending(modelled, geneNames.Length))
            throw Refuse(source, $"is damaged: its metadata names no genes, or modelled genes that are no ascending indices of its "
                + $"{geneNames.Length} genes");
        var policy = preset == GapFillPreset.Context ? StoredPolicy.Find(proto.Graph, source).Value : FillPolicy.IfExpressed;
        if (ModelContentCheck.Complaint(proto, bytes) is { } complaint) throw Refuse(source, complaint);
        return new GapFillModelFile(
            Source: source, Bytes: bytes, InputName: input.Name, OutputNames: [.. outputs.Select(output => output.Name)],
            GeneNames: geneNames, ModelledGenes: modelled, Preset: preset, Policy: policy,
            Provenance: metadata.Where(entry => !entry.Key.StartsWith(GapFillMetadata.Prefix, StringComparison.Ordinal)).ToDictionary(),
            FormatVersion: version, IsSealed: isSealed);
    }

    /// <summary>The same model under another policy: only the two stored numbers that name the policy change, and the checksum where there
    /// is one.</summary>
    /// <param name="policy">What <see cref="OutputName"/> is to hold.</param>
    /// <exception cref="ArgumentException">The model is of the published preset and the policy another than
    /// <see cref="FillPolicy.IfExpressed"/>, or the file is too old for the policy.</exception>
    public GapFillModelFile WithPolicy(FillPolicy policy)
    {
        if (Policy == policy) return this;
        if (Preset != GapFillPreset.Context)
            throw new ArgumentException($"A model of the preset {Preset} has no detection probability, so it cannot fill by the policy "
                + $"{policy.Kind}; expected {FillPolicyKind.IfExpressed}, or a model of the preset {GapFillPreset.Context}.",
                nameof(policy));
        if (policy.Kind == FillPolicyKind.ExpectedLog && FormatVersion < GapFillMetadata.FirstExpectedLogVersion)
            throw new ArgumentException($"A model file of format {FormatVersion} cannot fill by the policy {policy.Kind}; expected "
                + $"format {GapFillMetadata.FirstExpectedLogVersion} or newer: train it again.", nameof(policy));
        var proto = ModelProto.Parser.ParseFrom(Bytes);
        StoredPolicy.Find(proto.Graph, Source).Value = policy;
        return Rewrite(proto);
    }

    /// <summary>Whether the graph says how unlike the training cells a cell is.</summary>
    public bool KnowsNovelty => OutputNames.Contains(GapFillOutputs.Novelty);

    /// <summary>Makes sure that it does.</summary>
    /// <exception cref="ArgumentException">The file is too old.</exception>
    public void RequireNovelty()
    {
        if (!KnowsNovelty) throw new ArgumentException($"A model file of format {FormatVersion} has no column {GapFillColumns.Novelty}; "
            + $"expected format {GapFillMetadata.FirstNoveltyVersion} or newer: train it again.",
            nameof(GapFillScoringOptions.AdditionalColumns));
    }

    /// <summary>The same model with other content; with a checksum where it has one.</summary>
    public GapFillModelFile Rewrite(ModelProto content) => Read(IsSealed ? ModelSeal.Write(content) : content.ToByteArray(), Source);

    private static ModelProto Parse(byte[] bytes, string source)
    {
        if (bytes.Length == 0) throw Refuse(source, "is empty");
        if (bytes.AsSpan().StartsWith("PK"u8))
            throw Refuse(source, "is a zip archive, as mlContext.Model.Save writes and mlContext.Model.Load reads");
        try
        {
            return ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Refuse(source, $"is damaged, cut off or no ONNX file: its {bytes.Length} bytes cannot be read as one", e);
        }
    }

    private static GapFillPreset ReadPreset(Dictionary<string, string> metadata, int version, string source)
    {
        if (version == 1) return GapFillPreset.Published;
        return metadata.TryGetValue(GapFillMetadata.PresetKey, out var name) && Enum.TryParse<GapFillPreset>(name, ignoreCase: true,
            out var preset)
            ? preset : throw Refuse(source, $"is damaged: '{GapFillMetadata.PresetKey}' in its metadata names no preset");
    }

    private static long Width(ValueInfoProto value) =>
        value.Type?.TensorType is { ElemType: (int)DataType.Float, Shape.Dim: [_, var width] } ? width.DimValue : -1;

    /// <summary>Whether indices ascend from 0 at least to <paramref name="count"/> - 1 at most.</summary>
    public static bool AreAscending(int[] indices, int count) =>
        indices.Prepend(-1).Zip(indices.Append(count)).All(pair => pair.First < pair.Second);

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

    /// <summary>What is wrong with a model, with what was expected unless that is said already.</summary>
    private static GapFillException Refuse(string source, string what, Exception? inner = null) =>
        new($"The model '{source}' {what}{(what.Contains(';') ? "" : "; " + Expected)}.", inner!);
}
