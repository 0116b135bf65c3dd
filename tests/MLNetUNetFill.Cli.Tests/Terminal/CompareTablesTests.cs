using MLNetUNetFill.Cli.Report;
using MLNetUNetFill.Cli.Terminal;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Evaluation.Benchmark;

namespace MLNetUNetFill.Cli.Tests.Terminal;

public sealed class CompareTablesTests
{
    [Fact]
    public void A_table_has_a_line_a_method_and_marks_the_best()
    {
        var run = new NoMeasures();
        var report = CompareReport.Create(new InputReport("in", 2, 2, 4), null, [1], [run], [Scored("a", 0.25), Scored("b", 2)], 1);

        var lines = CompareFiles.Csv(report).Split('\n');
        Assert.Equal("method,rmse,seconds,peakMegabytes", lines[0]);
        Assert.StartsWith("a,0.25,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("b,2,", lines[2], StringComparison.Ordinal);
        Assert.Equal("", lines[3]);

        var printed = new StringWriter();
        CompareTables.Print(printed, report);
        Assert.Contains("0.2500*", printed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("2.0000*", printed.ToString(), StringComparison.Ordinal);

        Assert.DoesNotContain("0.2500 ±", printed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_column_has_the_standard_error_over_the_matrices()
    {
        var (first, second) = (new NoMeasures(), new NoMeasures("two"));
        var report = CompareReport.Create(new InputReport("in", 2, 2, 4), null, [1], [first, second], [Scored("a", 0.25, 0.75)], 1);

        Assert.Equal(0.25, report.Methods[0].StandardErrors["rmse"], 12);
        var printed = new StringWriter();
        CompareTables.Print(printed, report);
        Assert.Contains("0.5000 ± 0.2500", printed.ToString(), StringComparison.Ordinal);
    }

    private static MethodScores Scored(string name, params double[] rmses)
    {
        var method = new MethodScores(new Method(name, "this test"));
        foreach (var (i, rmse) in rmses.Index())
        {
            var scores = new Scores();
            scores.Add(Measures.Rmse, rmse);
            scores.Add(Measures.Seconds, 1);
            scores.Add(Measures.PeakMemory, 1);
            method.Runs.Add((i == 0 ? "one" : "two", scores));
        }
        return method;
    }

    private sealed class NoMeasures(string name = "one")
        : BenchmarkRun(name, new(["x", "y"], ["g", "h"], ["g", "h"], [0, 2, 4], [0, 1, 0, 1], [1, 2, 3, 4]))
    {
        public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation) { }
    }
}
