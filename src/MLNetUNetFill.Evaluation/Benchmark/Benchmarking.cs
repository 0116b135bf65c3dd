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
                log($"[{remaining.Completed}/{remaining.Total}] {run.Name}: "
                    + $"{string.Join(", ", tried.Select(scores => scores.Method.Name))} "
                    + $"({clock.Elapsed.TotalSeconds:F1} s){remaining.Describe()}");
            }
        return methods;
    }

    private static void Try(BenchmarkRun run, IImputer imputer, IReadOnlyList<MethodScores> methods, Action<string> log,
        CancellationToken cancellation)
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

    /// <summary>The input of the methods.</summary>
    public CountMatrix Input { get; } = input;

    /// <summary>Measures a method's result for <see cref="Input"/>.</summary>
    /// <param name="imputation">The method's result.</param>
    /// <param name="scores">Receives the measures.</param>
    /// <param name="cancellation">Checked between slow steps.</param>
    public abstract void Measure(Imputation imputation, Scores scores, CancellationToken cancellation);
}
