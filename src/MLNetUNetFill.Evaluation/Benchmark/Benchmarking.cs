using System.Diagnostics;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Runs every method on every matrix and measures the results.</summary>
internal static class Benchmarking
{
    /// <summary>Runs everything.</summary>
    /// <param name="runs">The matrices.</param>
    /// <param name="imputers">What fills them.</param>
    /// <param name="isWanted">Whether a method takes part.</param>
    /// <param name="log">Receives messages on the progress.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>For every method, in order, its scores in every run.</returns>
    public static IReadOnlyList<MethodScores> Execute(IReadOnlyList<BenchmarkRun> runs, IReadOnlyList<IImputer> imputers,
        Func<Method, bool> isWanted, Action<string> log, CancellationToken cancellation)
    {
        int Wanted(IImputer imputer) => imputer.Methods.Count(isWanted);
        // The slowest first: its time tells most about the rest.
        PlannedRun[] planned = [.. runs.SelectMany(run => imputers.Where(imputer => Wanted(imputer) > 0 && run.Takes(imputer))
            .Select(imputer => new PlannedRun(imputer, run, Wanted(imputer)))
            .Concat(run.Controls.Select(control => new PlannedRun(control, run, control.Methods.Count)))
            .OrderByDescending(pair => pair.Imputer.Cost(run.Training)))];
        foreach (var next in planned) next.Imputer.Require(next.Run.Training);
        MethodScores[] methods = [.. imputers.Concat(runs.SelectMany(run => run.Controls).Distinct())
            .SelectMany(imputer => imputer.Methods.Where(method => isWanted(method) || !imputers.Contains(imputer)))
            .Select(method => new MethodScores(method))];
        var remaining = new RemainingTime(planned);
        HashSet<MethodDevices> told = [];
        log($"Methods: {methods.Length}; matrices: {runs.Count}; runs: {planned.Length}.");
        if (LeftOut(runs, imputers.Where(imputer => Wanted(imputer) > 0)) is { Length: > 0 } leftOut)
            log($"Methods that learn from the cells that they fill take no part in held-out cells: {string.Join(", ", leftOut)}.");
        foreach (var next in planned)
        {
            var tried = methods.Where(scores => next.Imputer.Methods.Contains(scores.Method)).ToArray();
            var clock = Stopwatch.StartNew();
            var measuring = Try(next.Run, next.Imputer, tried, Tell, cancellation);
            remaining.Done(clock.Elapsed - measuring, measuring);
            var names = string.Join(", ", tried.Select(scores => scores.Method.Name));
            log($"[{remaining.Completed}/{planned.Length}] {next.Run.Name}: {names} ({clock.Elapsed.TotalSeconds:F1} s)"
                + remaining.Describe());
        }
        return methods;

        void Tell(MethodDevices devices)
        {
            if (told.Add(devices))
                log($"Networks are trained on {devices.Training.Describe()}; they fill on {devices.Filling.Describe()}.");
        }
    }

    private static string[] LeftOut(IReadOnlyList<BenchmarkRun> runs, IEnumerable<IImputer> imputers) =>
        [.. imputers.Where(imputer => runs.Any(run => !run.Takes(imputer))).SelectMany(imputer => imputer.Methods)
            .Select(method => method.Name)];

    /// <summary>Trains, fills and measures.</summary>
    /// <param name="run">The matrix.</param>
    /// <param name="imputer">What fills it.</param>
    /// <param name="methods">Receive the scores.</param>
    /// <param name="tell">Receives the devices of a network.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The time that measuring took.</returns>
    private static TimeSpan Try(BenchmarkRun run, IImputer imputer, IReadOnlyList<MethodScores> methods, Action<MethodDevices> tell,
        CancellationToken cancellation)
    {
        var measuring = new Stopwatch();
        var (trained, seconds, megabytes) = Watched(() => imputer.Train(run.Training, cancellation));
        using (trained)
        {
            if (trained.Devices is { } devices) tell(devices);
            foreach (var method in methods)
            {
                var (imputation, more, filling) = Watched(() => trained.Fill(method.Method, run.Input, cancellation));
                cancellation.ThrowIfCancellationRequested();
                RequireFinite(method.Method, imputation);
                var scores = new Scores();
                measuring.Start();
                run.Measure(imputation, scores, cancellation);
                measuring.Stop();
                scores.Add(Measures.Seconds, seconds + more);
                scores.Add(Measures.PeakMemory, Math.Max(megabytes, filling));
                method.Runs.Add((run.Name, scores));
                method.Devices = trained.Devices;
            }
        }
        return measuring.Elapsed;
    }

    private static (T Result, double Seconds, double Megabytes) Watched<T>(Func<T> work)
    {
        using var memory = new PeakMemory();
        var clock = Stopwatch.StartNew();
        var result = work();
        return (result, clock.Elapsed.TotalSeconds, memory.Megabytes);
    }

    private static void RequireFinite(Method method, Imputation imputation)
    {
        foreach (var matrix in (float[]?[])[imputation.Filled, imputation.IfExpressed, imputation.ExpectedRate,
            imputation.DetectionProbability, imputation.Uncertainty])
            if (matrix?.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var at)
                throw new GapFillException($"{method.Name} gave the value {matrix[at]} at entry {at + 1} of its matrix; expected a "
                    + $"finite number.");
    }
}

/// <summary>A matrix that every method fills, and the measures of the result.</summary>
/// <param name="name">Name in reports.</param>
/// <param name="input">The input of the methods: raw counts, every cell with at least one.</param>
internal abstract class BenchmarkRun(string name, CountMatrix input)
{
    /// <summary>Name in reports.</summary>
    public string Name { get; } = name;

    /// <summary>What the methods fill.</summary>
    public CountMatrix Input { get; } = input;

    /// <summary>What the methods are trained on.</summary>
    public virtual CountMatrix Training => Input;

    /// <summary>What fills the matrix beside the methods, whatever methods are wanted.</summary>
    public virtual IReadOnlyList<IImputer> Controls => [];

    /// <summary>Whether an imputer can take part.</summary>
    public virtual bool Takes(IImputer imputer) => true;

    /// <summary>Measures a method's result for <see cref="Input"/>.</summary>
    /// <param name="imputation">The method's result.</param>
    /// <param name="scores">Receives the measures.</param>
    /// <param name="cancellation">Checked between slow steps.</param>
    public abstract void Measure(Imputation imputation, Scores scores, CancellationToken cancellation);
}
