namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Estimates how long the rest of a benchmark takes: each imputer takes as long for a matrix as for the earlier ones.</summary>
/// <param name="imputers">Number of imputers, each run on every matrix.</param>
/// <param name="matrices">Number of matrices.</param>
internal sealed class RemainingTime(int imputers, int matrices)
{
    private readonly TimeSpan[] _spent = new TimeSpan[imputers];
    private readonly int[] _runs = new int[imputers];

    /// <summary>Runs to do in all.</summary>
    public int Total => imputers * matrices;

    /// <summary>Runs done.</summary>
    public int Completed => _runs.Sum();

    /// <summary>Records a run.</summary>
    public void Done(int imputer, TimeSpan elapsed)
    {
        _spent[imputer] += elapsed;
        _runs[imputer]++;
    }

    /// <summary>Text that follows a message; empty at the end. An imputer that has not run yet counts with the mean time of the
    /// others.</summary>
    public string Describe()
    {
        if (Completed == Total) return "";
        var mean = TimeSpan.FromTicks(_spent.Sum(spent => spent.Ticks) / Completed);
        var left = TimeSpan.Zero;
        for (var imputer = 0; imputer < imputers; imputer++)
            left += (_runs[imputer] > 0 ? _spent[imputer] / _runs[imputer] : mean) * (matrices - _runs[imputer]);
        return _runs.Contains(0) ? $", roughly {Duration.Text(left)} left" : $", about {Duration.Text(left)} left";
    }
}

/// <summary>Durations as text.</summary>
internal static class Duration
{
    /// <summary>Hours and minutes, or minutes and seconds, with the unit.</summary>
    public static string Text(TimeSpan span) => span.TotalHours >= 1
        ? $"{(int)span.TotalHours}:{span:mm\\:ss} h"
        : $"{span:m\\:ss} min";
}
