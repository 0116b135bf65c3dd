using System.Text.RegularExpressions;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>Puts the library's messages, which name its options, into words of the command line.</summary>
internal static partial class OptionWording
{
    private static readonly Dictionary<string, string> Names = new()
    {
        [nameof(UNetGapFillOptions.HighlyVariableGenes)] = "--genes",
        [nameof(UNetGapFillOptions.MinDetectionRate)] = "--min-detection",
        [nameof(UNetGapFillOptions.ExpressionLevels)] = "--levels",
        [nameof(UNetGapFillOptions.MaskRate)] = "--mask-rate",
        [nameof(UNetGapFillOptions.MseWeight)] = "--alpha",
        [nameof(UNetGapFillOptions.MaeWeight)] = "--beta",
        [nameof(UNetGapFillOptions.SmoothnessWeight)] = "--gamma",
        [nameof(UNetGapFillOptions.BaseChannels)] = "--base-channels",
        [nameof(UNetGapFillOptions.KernelSize)] = "--kernel-size",
        [nameof(UNetGapFillOptions.DropoutRate)] = "--dropout",
        [nameof(UNetGapFillOptions.LearningRate)] = "--learning-rate",
        [nameof(UNetGapFillOptions.BatchSize)] = "--batch-size",
        [nameof(UNetGapFillOptions.ValidationFraction)] = "--validation",
        [nameof(UNetGapFillOptions.MaxTrainingCells)] = "--max-training-cells",
        [nameof(UNetGapFillOptions.MaxLandmarks)] = "--max-landmarks",
    };

    private static readonly Regex AnyName = new($@"\b({string.Join('|', Names.Keys)})\b");

    /// <summary>The message with the command line's options in place of the library's.</summary>
    /// <param name="message">The message.</param>
    /// <param name="options">The names of the verb's options: advice to change another is left out.</param>
    public static string Translate(string message, IReadOnlyCollection<string> options)
    {
        message = OptionsToLower().Replace(Translate(message), advice => advice.Groups[1].Captures.All(option =>
            options.Contains(option.Value))
            ? advice.Value : "lower --cells or --genes");
        return OptionToChange().Replace(message, advice => options.Contains(advice.Groups[1].Value) ? advice.Value : "");
    }

    /// <summary>The message with the command line's options, of whatever verb, in place of the library's.</summary>
    public static string Translate(string message)
    {
        message = DeviceSetting().Replace(message, match =>
            $"--device is {match.Groups[1].Value.ToLowerInvariant()}{(match.Groups[2].Success ? ":" + match.Groups[2].Value : "")}");
        message = OtherDevice().Replace(message, "give --device auto or cpu").Replace("set Device to Cpu", "give --device cpu",
            StringComparison.Ordinal);
        return AnyName.Replace(message, match => Names[match.Value]);
    }

    [GeneratedRegex(@"\bDevice is (Auto|Cpu|Cuda)\b(?: and GpuDeviceId (\d+))?")]
    private static partial Regex DeviceSetting();

    [GeneratedRegex("set Device to Auto or Cpu|ask for device 'auto' or 'cpu'")]
    private static partial Regex OtherDevice();

    /// <summary>What takes less memory. A verb without all of these options simulates its cells, and has the options for that.</summary>
    [GeneratedRegex(@"\blower (?:(--[a-z-]+) \(\d+\)(?:, | or )?)+")]
    private static partial Regex OptionsToLower();

    [GeneratedRegex(@"(?:; set|, or a larger) (--[a-z-]+)(?: below [^ ]+(?=\.$))?")]
    private static partial Regex OptionToChange();
}
