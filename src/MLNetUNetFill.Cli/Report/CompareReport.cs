using MLNetUNetFill.Evaluation.Benchmark;

namespace MLNetUNetFill.Cli.Report;

/// <summary><c>compare.json</c>: everything that was measured.</summary>
/// <param name="Tool">Program and version.</param>
/// <param name="Input">The raw counts, as far as they took part.</param>
/// <param name="Labels">The labels, as named on the command line; null without.</param>
/// <param name="Seeds">Seeds of splits, permutations and chosen hold-outs; the first also the networks'.</param>
/// <param name="Matrices">Matrices that every method filled.</param>
/// <param name="Measures">Meaning of every measure taken.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Seconds">Wall-clock time of all of it.</param>
internal sealed record CompareReport(string Tool, InputReport Input, string? Labels, IReadOnlyList<int> Seeds, IReadOnlyList<MatrixReport> Matrices,
    IReadOnlyDictionary<string, string> Measures, IReadOnlyList<MethodReport> Methods, double Seconds)
{
    /// <summary>Puts the report together.</summary>
    public static CompareReport Of(InputReport input, string? labels, IReadOnlyList<int> seeds, IReadOnlyList<BenchmarkRun> runs,
        IReadOnlyList<MethodScores> methods, double seconds)
    {
        var means = methods.Select(method => method.Mean).ToArray();
        return new CompareReport(Report.Tool.NameAndVersion, input, labels, seeds,
            [.. runs.Select(run => new MatrixReport(run.Name, run.Input.CellCount, run.Input.GeneCount, run.Input.NonZeroCount))],
            Evaluation.Benchmark.Measures.All.Where(measure => means.Any(mean => mean[measure] is not null)).ToDictionary(measure => measure.Key, measure => measure.Meaning),
            [.. methods.Select((method, i) => new MethodReport(method.Method.Name, method.Method.Source, method.Devices, means[i].ToDictionary(),
                method.Runs.ToDictionary(run => run.Run, run => run.Scores.ToDictionary())))], seconds);
    }
}
