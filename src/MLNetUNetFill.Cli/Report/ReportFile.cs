using System.Text.Json;
using System.Text.Json.Serialization;
using MLNetUNetFill.Training;

namespace MLNetUNetFill.Cli.Report;

/// <summary>Writes reports as JSON: camel-case keys, indented, words for enumerations.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new FiniteNumbers() },
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

    /// <summary>A number that is not finite becomes null: JSON has no NaN and no infinity.</summary>
    private sealed class FiniteNumbers : JsonConverter<double>
    {
        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}

/// <summary>The program, as reports name it.</summary>
internal static class Tool
{
    /// <summary>Name and version.</summary>
    public static string NameAndVersion { get; } = "unetfill " + Provenance.Version;
}

/// <summary>What was read.</summary>
/// <param name="Path">As named on the command line.</param>
/// <param name="Cells">Cells.</param>
/// <param name="Genes">Genes.</param>
/// <param name="NonZero">Non-zero counts.</param>
internal sealed record InputReport(string Path, int Cells, int Genes, long NonZero)
{
    /// <summary>Describes a matrix.</summary>
    public static InputReport Describe(string path, CountMatrix counts) =>
        new(path, counts.CellCount, counts.GeneCount, counts.NonZeroCount);
}
