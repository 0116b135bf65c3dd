using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetUNetFill.Cli.Report;

/// <summary>Writes reports as JSON: camel-case keys, indented, words for enumerations.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes one report.</summary>
    /// <param name="path">Where to; in a staging folder.</param>
    /// <param name="report">The report.</param>
    public static void Write<T>(string path, T report)
    {
        using var file = File.Create(path);
        JsonSerializer.Serialize(file, report, Format);
        file.WriteByte((byte)'\n');
    }

    /// <summary>A number as JSON can hold it: null for what is not one.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
