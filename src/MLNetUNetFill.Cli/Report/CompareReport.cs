using System.Globalization;
using System.Text;

namespace MLNetUNetFill.Cli.Report;

/// <summary><c>compare.json</c>: everything that was measured.</summary>
/// <param name="Tool">Program and version.</param>
/// <param name="Input">The raw counts, as far as they took part.</param>
/// <param name="Labels">The labels, as named on the command line; null without.</param>
/// <param name="Seeds">Seeds of splits, permutations and chosen hold-outs; the first also the networks' and the clustering's.</param>
/// <param name="Matrices">Matrices that every method filled.</param>
/// <param name="Measures">Meaning of every measure taken.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Seconds">Wall-clock time of all of it.</param>
internal sealed record CompareReport(string Tool, InputReport Input, string? Labels, IReadOnlyList<int> Seeds,
    IReadOnlyList<MatrixReport> Matrices, IReadOnlyDictionary<string, string> Measures, IReadOnlyList<MethodReport> Methods, double Seconds)
{
    /// <summary>Puts the report together.</summary>
    public static CompareReport Create(InputReport input, string? labels, IReadOnlyList<int> seeds, IReadOnlyList<BenchmarkRun> runs,
        IReadOnlyList<MethodScores> methods, double seconds)
    {
        var means = methods.Select(method => method.Mean).ToArray();
        return new CompareReport(Report.Tool.NameAndVersion, input, labels, seeds,
            [.. runs.Select(run => new MatrixReport(run.Name, run.Input.CellCount, run.Input.GeneCount, run.Input.NonZeroCount))],
            Evaluation.Benchmark.Measures.All.Where(measure => means.Any(mean => mean[measure] is not null)).ToDictionary(measure =>
                measure.Key, measure => measure.Meaning),
            [.. methods.Select((method, i) => new MethodReport(method.Method.Name, method.Method.Source, method.Devices,
                means[i].ToDictionary(), method.StandardError.ToDictionary(),
                method.Runs.ToDictionary(run => run.Run, run => run.Scores.ToDictionary())))], seconds);
    }
}

/// <summary>What was measured of one method. A measure that a method does not have, or that is no number, is left out.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Source">The publication that defines it.</param>
/// <param name="Devices">The devices; null for a method that runs on the CPU only.</param>
/// <param name="Means">By measure, the mean over the matrices that give it.</param>
/// <param name="StandardErrors">By measure, those of the means; a measure of one matrix alone has none.</param>
/// <param name="Runs">By matrix and measure.</param>
internal sealed record MethodReport(string Method, string Source, MethodDevices? Devices, IReadOnlyDictionary<string, double> Means,
    IReadOnlyDictionary<string, double> StandardErrors, IReadOnlyDictionary<string, Dictionary<string, double>> Runs);

/// <summary>A matrix that every method filled.</summary>
/// <param name="Name">Its name: a hold-out, a thinning split or a permutation.</param>
/// <param name="Cells">Cells.</param>
/// <param name="Genes">Genes.</param>
/// <param name="NonZero">Non-zero counts that the methods saw.</param>
internal sealed record MatrixReport(string Name, int Cells, int Genes, long NonZero);

/// <summary>Writes the results: a table for spreadsheets and scripts, and everything as JSON.</summary>
internal static class CompareFiles
{
    /// <summary>Name of the table.</summary>
    public const string Table = "compare.csv";

    /// <summary>Name of the report.</summary>
    public const string Report = "compare.json";

    /// <summary>Writes both files into a folder.</summary>
    public static void Write(string folder, CompareReport report)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Table), Csv(report), new UTF8Encoding(false));
        ReportFile.Write(Path.Combine(folder, Report), report);
    }

    /// <summary>A line a method, a column a measure (RFC 4180, but with line feeds); a cell is empty where a measure was not
    /// taken.</summary>
    internal static string Csv(CompareReport report)
    {
        var measures = report.Measures.Keys.ToArray();
        var text = new StringBuilder().AppendJoin(',', measures.Prepend("method")).Append('\n');
        foreach (var method in report.Methods)
            text.Append(method.Method).Append(',').AppendJoin(',', measures.Select(measure =>
                method.Means.TryGetValue(measure, out var value) ? value.ToString("G7", CultureInfo.InvariantCulture) : "")).Append('\n');
        return text.ToString();
    }
}
