using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetUNetFill.Training;

/// <summary>The entries of the model file about its origin. They contain no time and no path, so the same training gives the same
/// bytes.</summary>
internal static class Provenance
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Version { get; } =
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static IReadOnlyDictionary<string, string> Describe(UNetGapFillOptions options, TrainedNetwork trained) =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["version"] = Version,
            ["normalization"] = "log1p(10000 * count / library size)",
            ["options"] = JsonSerializer.Serialize(options, Json),
            ["seed"] = Text(options.Seed),
            ["training_cells"] = Text(trained.CellCount),
            ["training_device"] = trained.DeviceUsed,
            ["training_device_requested"] = options.Requested.ToString(),
            ["best_epoch"] = Text(trained.BestEpoch),
            ["validation_loss"] = trained.History[trained.BestEpoch - 1].ValidationLoss.ToString("R", CultureInfo.InvariantCulture),
        };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
