using System.Text.Json;

namespace MLNetUNetFill.IO.Sources;

/// <summary>Makes sure that a file holds counts, or brings them back where it says what it holds instead.</summary>
internal static class ScaleCheck
{
    private const string Remedy = "expected raw counts: give those, or say with --input-scale what the values are";

    public static CountSource Apply(CountSource source, CountFileOptions options, CancellationToken cancellation)
    {
        switch (options.Scale)
        {
            case InputScale.Counts: return source;
            case InputScale.Tpm:
                throw new GapFillException($"{source.Path} is said to hold TPM, which are counts divided by gene lengths that the file "
                    + "does not hold; expected raw counts.");
            case InputScale.Unknown:
                if (options.OnSuspiciousInput == SuspiciousInput.Accept
                    || (Filled(source.Path) ?? source.Evidence.Objection()) is not { } objection) return source;
                if (options.OnSuspiciousInput == SuspiciousInput.Refuse)
                    throw new GapFillException($"{source.Path} does not hold raw counts: {objection}; {Remedy}.");
                return source.Through(reader => reader, source.Evidence, $"{source.Path} does not seem to hold raw counts: {objection}.");
            default: return Restore(source, options.Scale, cancellation);
        }
    }

    /// <summary>What our own provenance beside a matrix says of it.</summary>
    private static string? Filled(string path)
    {
        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "provenance.json");
        if (!File.Exists(file)) return null;
        try
        {
            using var stream = File.OpenRead(file);
            using var json = JsonDocument.Parse(stream);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("tool", out var tool)
                && json.RootElement.TryGetProperty("contents", out var contents)
                && contents.GetString()?.StartsWith("log1p", StringComparison.Ordinal) == true
                ? $"the provenance.json beside it says that it was filled by {tool} already" : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    private static CountSource Restore(CountSource source, InputScale scale, CancellationToken cancellation)
    {
        var evidence = new CountEvidence();
        var restored = source.Through(values => new RestoredCounts(values, scale, source.Path, source.Barcodes), evidence,
            $"{source.Path}: the counts were brought back from {Words(scale)}; where all counts of a cell share a factor, without it.");
        foreach (var cell in restored.Cells(cancellation)) evidence.Add(cell.Values);
        return restored;
    }

    /// <summary>A scale in words.</summary>
    internal static string Words(InputScale scale) => scale switch
    {
        InputScale.Log1p => "log1p of normalised counts",
        InputScale.Cpm => "counts per million",
        _ => "counts per 10,000",
    };
}
