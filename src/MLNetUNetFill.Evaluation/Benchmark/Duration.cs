namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Times for people.</summary>
internal static class Duration
{
    /// <summary>Hours and minutes, or minutes and seconds, with the unit.</summary>
    public static string Text(TimeSpan span) => span.TotalHours >= 1
        ? $"{(int)span.TotalHours}:{span:mm\\:ss} h"
        : $"{span:m\\:ss} min";
}
