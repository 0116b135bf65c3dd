using MLNetUNetFill.Cli.Reports;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Says which device was asked for and which is used.</summary>
internal static class Device
{
    /// <summary>In words.</summary>
    public static string Describe(UNetGapFillTransformer transformer)
    {
        var (requested, used) = (Word(transformer.DeviceRequested), Word(transformer.DeviceUsed));
        var asked = requested == used ? used : $"{used} ({requested} was asked for)";
        return transformer.DeviceNote is { } note ? $"{asked}: {note.TrimEnd('.')}" : asked;
    }

    /// <summary>For a report.</summary>
    public static DeviceReport Report(UNetGapFillTransformer transformer) =>
        new(Word(transformer.DeviceRequested), Word(transformer.DeviceUsed), transformer.DeviceNote);

    /// <summary>As on the command line.</summary>
    private static string Word(ComputeDevice device) => device.ToString().ToLowerInvariant();
}
