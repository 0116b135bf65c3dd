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

        MethodScores Scored(string name, double rmse)
        {
            var (method, scores) = (new MethodScores(new Method(name, "this test")), new Scores());
            scores.Add(Measures.Rmse, rmse);
            scores.Add(Measures.Seconds, 1);
            scores.Add(Measures.PeakMemory, 1);
            method.Runs.Add((run.Name, scores));
            return method;
        }
    }

    private sealed class NoMeasures() : BenchmarkRun("one", new(["x", "y"], ["g", "h"], ["g", "h"], [0, 2, 4], [0, 1, 0, 1], [1, 2, 3, 4]))
    {
        public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation) { }
    }
}
