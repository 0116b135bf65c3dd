using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace MLNetUNetFill.Devices;

/// <summary>Puts what ONNX Runtime throws into one sentence.</summary>
internal static partial class OnnxErrors
{
    private static readonly string[] s_outOfMemory =
    [
        "Failed to allocate memory", "out of memory", "is smaller than requested bytes", "STATUS_ALLOC_FAILED", "bad_alloc",
        "bad allocation",
    ];

    /// <summary>The exception for the user after scoring failed.</summary>
    /// <param name="error">What ONNX Runtime threw.</param>
    /// <param name="batch">What it was to score.</param>
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

    /// <summary>A message of ONNX Runtime on one line, without error codes; of CUDA and memory the cause alone, without the places in its
    /// source that it passed.</summary>
    public static string Reason(string message)
    {
        message = OneLine(message);
        if (Cause().Match(message) is { Success: true } cause) return cause.Groups[1].Value;
        return message.StartsWith('[') ? message[(message.IndexOf(']') + 1)..].Trim() : message;
    }

    /// <summary>Whether a message of ONNX Runtime says that memory did not suffice.</summary>
    public static bool IsOutOfMemory(string message) =>
        s_outOfMemory.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    /// <summary>What the system's loader says of a missing library, the error of a CUDA library, or the memory asked for.</summary>
    [GeneratedRegex(@"(?:Failed to load library .* with error: |(?=\w+ failure \d+: |Failed to allocate memory |Available memory of ))"
        + @"([^;]*[^;\s])")]
    private static partial Regex Cause();
}
