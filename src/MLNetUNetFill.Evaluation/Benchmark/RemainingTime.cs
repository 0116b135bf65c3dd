namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>One training of an imputer, with the filling and the measuring of its methods.</summary>
/// <param name="Imputer">What is trained.</param>
/// <param name="Run">The matrix, and what is measured.</param>
/// <param name="Methods">How many of the imputer's methods fill the matrix.</param>
internal sealed record PlannedRun(IImputer Imputer, BenchmarkRun Run, int Methods);

/// <summary>
/// Estimates how long the rest of a benchmark takes. Training and filling cost what <see cref="IImputer.Cost"/> expects, times what the
/// imputer's earlier runs took for it; of an imputer that has not run yet, what all runs took. Measuring costs what it cost a method in
/// the earlier runs of its kind, and nothing where there was none: clustering, the slow one, comes first.
/// </summary>
/// <param name="planned">All runs, in their order.</param>
internal sealed class RemainingTime(IReadOnlyList<PlannedRun> planned)
{
    private readonly List<(double Working, double Measuring)> _done = [];

    /// <summary>Runs done.</summary>
    public int Completed => _done.Count;

    /// <summary>The time left.</summary>
    public TimeSpan Left => TimeSpan.FromSeconds(planned.Skip(Completed).Sum(run => Cost(run) * PaceOf(run.Imputer)
        + run.Methods * Mean(other => other.Run.GetType() == run.Run.GetType(), done => done.Measuring, other => other.Methods)));

    /// <summary>Records the next run.</summary>
    /// <param name="working">Time of training and filling.</param>
    /// <param name="measuring">Time of measuring the methods.</param>
    public void Done(TimeSpan working, TimeSpan measuring) => _done.Add((working.TotalSeconds, measuring.TotalSeconds));

    /// <summary>Text that follows a message; empty at the end.</summary>
    public string Describe()
    {
        if (Completed == planned.Count) return "";
        var known = planned.Take(Completed).Select(run => run.Imputer).ToHashSet();
        return $", {(planned.All(run => known.Contains(run.Imputer)) ? "about" : "roughly")} {Duration.Text(Left)} left";
    }

    private static double Cost(PlannedRun run) => run.Imputer.Cost(run.Run.Training);

    private double PaceOf(IImputer imputer) => Mean(planned.Take(Completed).Any(run => run.Imputer == imputer)
        ? run => run.Imputer == imputer : _ => true, done => done.Working, Cost);

    /// <summary>What some of the runs done took for each unit; 0 where there is none.</summary>
    private double Mean(Func<PlannedRun, bool> isMeant, Func<(double Working, double Measuring), double> seconds,
        Func<PlannedRun, double> units)
    {
        var meant = planned.Zip(_done).Where(pair => isMeant(pair.First)).ToArray();
        return meant.Sum(pair => seconds(pair.Second)) / Math.Max(meant.Sum(pair => units(pair.First)), double.Epsilon);
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
