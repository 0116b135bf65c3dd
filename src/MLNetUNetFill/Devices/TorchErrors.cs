using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace MLNetUNetFill.Devices;

/// <summary>Translates exceptions of libtorch into one sentence. Its own messages end in a native stack trace.</summary>
internal static partial class TorchErrors
{
    private static readonly string[] s_outOfDeviceMemory =
        ["CUDA out of memory", "CUDA error: out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED"];

    private static readonly string[] s_outOfMemory = ["can't allocate memory", "not enough memory", "bad allocation", "bad_alloc"];

    /// <summary>The exception for the user.</summary>
    /// <param name="error">libtorch's exception.</param>
    /// <param name="options">The options of the training.</param>
    /// <param name="genes">The number of genes modelled.</param>
    public static GapFillException Translate(ExternalException error, UNetGapFillOptions options, int genes)
    {
        var reason = FirstLine(error.Message);
        var lower = options.Preset == GapFillPreset.Context
            ? $"{nameof(options.BatchSize)} ({options.BatchSize}), {nameof(options.MaxLandmarks)} ({options.MaxLandmarks})"
            : $"{nameof(options.BatchSize)} ({options.BatchSize})";
        lower += $" or {nameof(options.HighlyVariableGenes)} ({genes})";
        return Says(reason, s_outOfDeviceMemory)
            ? new($"The GPU has too little memory for this training ({Shorten(reason)}): lower {lower}; or set Device to Cpu.", error)
            : Says(reason, s_outOfMemory)
            ? new($"This machine has too little memory for this training ({reason}): lower {lower}.", error)
            : new($"Training failed in libtorch: {reason}.", error);
    }

    /// <summary>libtorch's message without the stack trace and the final full stop.</summary>
    public static string FirstLine(string message)
    {
        var trace = message.IndexOf("Exception raised from ", StringComparison.Ordinal);
        var text = (trace < 0 ? message : message[..trace]).Trim();
        return (text.IndexOfAny(['\r', '\n']) is >= 0 and var end ? text[..end] : text).Trim().TrimEnd('.');
    }

    /// <summary>The sizes in libtorch's message, which is a paragraph with advice for users of PyTorch.</summary>
    private static string Shorten(string reason)
    {
        var match = OutOfMemory().Match(reason);
        var (wanted, total, free) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        return match.Success ? $"{free} of its {total} are free, and {wanted} more are needed" : reason;
    }

    private static bool Says(string reason, string[] texts) => texts.Any(text => reason.Contains(text, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"Tried to allocate ([\d.]+ \w+)\. GPU \d+ has a total capacity of ([\d.]+ \w+) of which ([\d.]+ \w+) is free")]
    private static partial Regex OutOfMemory();
}
