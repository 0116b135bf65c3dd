using MLNetUNetFill.Cli.Reports;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Says which devices were asked for and which were used.</summary>
internal static class Device
{
    /// <summary>In words.</summary>
    public static string Describe(UNetGapFillTransformer transformer)
    {
        var (requested, used) = (Word(transformer.DeviceRequested), Word(transformer.DeviceUsed));
        var asked = requested == used ? used : $"{used} ({requested} was asked for)";
        return transformer.DeviceNote is { } note ? $"{asked}: {note.TrimEnd('.')}" : asked;
    }

    /// <summary>The device that trained the model, as the model tells.</summary>
    public static string Training(UNetGapFillTransformer transformer) =>
        transformer.Provenance.GetValueOrDefault("training_device", "an unknown device");

    /// <summary>For a report.</summary>
    public static DeviceReport Report(UNetGapFillTransformer transformer) =>
        new(Word(transformer.DeviceRequested), Word(transformer.DeviceUsed), transformer.DeviceNote);

    /// <summary>As on the command line.</summary>
    private static string Word(ComputeDevice device) => device.ToString().ToLowerInvariant();
}
