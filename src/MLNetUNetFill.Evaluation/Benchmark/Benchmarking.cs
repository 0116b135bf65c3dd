using System.Diagnostics;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Lets every method fill every matrix, and measures.</summary>
internal static class Benchmarking
{
    /// <summary>Does all of it.</summary>
    /// <param name="runs">The matrices.</param>
    /// <param name="imputers">What fills them.</param>
    /// <param name="isWanted">Whether a method takes part.</param>
    /// <param name="log">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>For every method, in order, its scores in every run.</returns>
    public static IReadOnlyList<MethodScores> Execute(IReadOnlyList<BenchmarkRun> runs, IReadOnlyList<IImputer> imputers, Func<Method, bool> isWanted,
        Action<string> log, CancellationToken cancellation)
    {
        var methods = imputers.SelectMany(imputer => imputer.Methods).Where(isWanted).Select(method => new MethodScores(method)).ToArray();
        var entrants = imputers.Where(imputer => imputer.Methods.Any(isWanted)).ToArray();
        var remaining = new RemainingTime(entrants.Length, runs.Count);
        log($"Methods: {methods.Length}; matrices: {runs.Count}; runs: {entrants.Length * runs.Count}.");
        foreach (var run in runs)
            foreach (var (index, imputer) in entrants.Index())
            {
                var clock = Stopwatch.StartNew();
                var tried = methods.Where(scores => imputer.Methods.Contains(scores.Method)).ToArray();
                Try(run, imputer, tried, log, cancellation);
                remaining.Done(index, clock.Elapsed);
                log($"[{remaining.Completed}/{remaining.Total}] {run.Name}: {string.Join(", ", tried.Select(scores => scores.Method.Name))} "
                    + $"({clock.Elapsed.TotalSeconds:F1} s){remaining.Describe()}");
            }
        return methods;
    }

    private static void Try(BenchmarkRun run, IImputer imputer, IReadOnlyList<MethodScores> methods, Action<string> log, CancellationToken cancellation)
    {
        var (trained, seconds, megabytes) = Watched(() => imputer.Train(run.Input, cancellation));
        using (trained)
        {
            if (trained.Devices is { } devices)
                log($"{run.Name}: trained on {devices.Training.Describe()}; fills on {devices.Filling.Describe()}.");
            foreach (var method in methods)
            {
                var (imputation, more, filling) = Watched(() => trained.Fill(method.Method, cancellation));
                cancellation.ThrowIfCancellationRequested();
                RequireFinite(method.Method, imputation);
                var scores = new Scores();
                run.Measure(imputation, scores, cancellation);
                scores.Add(Measures.Seconds, seconds + more);
                scores.Add(Measures.PeakMemory, Math.Max(megabytes, filling));
                method.Add(run.Name, scores);
                method.Devices = trained.Devices;
            }
        }
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
        foreach (var matrix in (float[]?[])[imputation.Filled, imputation.IfExpressed, imputation.ExpectedRate, imputation.DetectionProbability, imputation.Uncertainty])
            if (matrix?.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var at)
                throw new GapFillException($"{method.Name} gave the value {matrix[at]} at entry {at + 1} of its matrix; expected a finite number.");
    }
}
