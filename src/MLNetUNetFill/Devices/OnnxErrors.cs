using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace MLNetUNetFill.Devices;

/// <summary>Translates exceptions of ONNX Runtime into one sentence.</summary>
internal static partial class OnnxErrors
{
    private static readonly string[] s_outOfMemory =
    [
        "Failed to allocate memory", "out of memory", "is smaller than requested bytes", "STATUS_ALLOC_FAILED", "bad_alloc",
        "bad allocation",
    ];

    /// <summary>The exception for the user after scoring failed.</summary>
    /// <param name="error">ONNX Runtime's exception.</param>
    /// <param name="batch">The cells to score, as a noun phrase.</param>
    /// <param name="gpuDeviceId">0-based index of the CUDA device; null on the CPU.</param>
    public static GapFillException Translate(OnnxRuntimeException error, string batch, int? gpuDeviceId)
    {
        var reason = Reason(error);
        if (!IsOutOfMemory(error.Message)) return new($"ONNX Runtime could not score {batch}: {reason}.", error);
        return gpuDeviceId is { } gpu
            ? new($"CUDA device {gpu} has too little memory to score {batch} ({reason}); score fewer cells at a time, "
                + "or set Device to Cpu.", error)
            : new($"This machine has too little memory to score {batch} ({reason}); score fewer cells at a time.", error);
    }

    /// <summary>An exception's message on one line, without error codes.</summary>
    public static string Reason(Exception error) => error is OnnxRuntimeException ? Reason(error.Message) : OneLine(error.Message);

    /// <summary>A message of ONNX Runtime on one line, without error codes; for CUDA and memory only the cause, without places in its
    /// source.</summary>
    public static string Reason(string message)
    {
        message = OneLine(message);
        if (Cause().Match(message) is { Success: true } cause) return cause.Groups[1].Value;
        return message.StartsWith('[') ? message[(message.IndexOf(']') + 1)..].Trim() : message;
    }

    /// <summary>Whether a message of ONNX Runtime reports too little memory.</summary>
    public static bool IsOutOfMemory(string message) =>
        s_outOfMemory.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    /// <summary>The loader's message about a missing library, the error of a CUDA library, or the requested memory.</summary>
    [GeneratedRegex(@"(?:Failed to load library .* with error: |(?=\w+ failure \d+: |Failed to allocate memory |Available memory of ))"
        + @"([^;]*[^;\s])")]
    private static partial Regex Cause();
}
