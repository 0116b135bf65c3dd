using MLNetUNetFill.Evaluation.Benchmark;

namespace MLNetUNetFill.Evaluation.Tests.Benchmark;

public sealed class RemainingTimeTests
{
    [Fact]
    public void An_imputer_is_counted_with_its_own_time_and_before_that_with_what_it_should_cost()
    {
        var (slow, fast) = (new Imputer(10), new Imputer(1));
        var run = new Run();
        var remaining = new RemainingTime([new(slow, run, 1), new(fast, run, 1), new(slow, run, 1), new(fast, run, 1)]);

        remaining.Done(TimeSpan.FromSeconds(20), TimeSpan.Zero);
        Assert.Equal(", roughly 0:24 min left", remaining.Describe());
        remaining.Done(TimeSpan.FromSeconds(6), TimeSpan.Zero);
        Assert.Equal(", about 0:26 min left", remaining.Describe());
        remaining.Done(TimeSpan.FromSeconds(30), TimeSpan.Zero);
        remaining.Done(TimeSpan.FromSeconds(6), TimeSpan.Zero);
        Assert.Equal((4, ""), (remaining.Completed, remaining.Describe()));
    }

    [Fact]
    public void Measuring_is_counted_by_method_and_kind_of_run()
    {
        var imputer = new Imputer(1);
        var remaining = new RemainingTime([new(imputer, new Run(), 4), new(imputer, new Run(), 2), new(imputer, new OtherRun(), 4)]);

        remaining.Done(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(8));

        // Ten seconds of work each; two methods to measure at 2 s each; of the other kind nothing is known.
        Assert.Equal(24, remaining.Left.TotalSeconds, 1e-6);
    }

    [Fact]
    public void From_the_first_method_on_the_estimate_is_right_within_a_factor_of_two()
    {
        // Seconds that training, filling and measuring took on pbmc3k (2638 x 2048), labelled: three hold-outs, thinning, permutation.
        var run = new Run(cells: 2638, genes: 2048);
        IImputer[] imputers = [.. MethodCatalog.Imputers(new UNetGapFillOptions()).Where(imputer => imputer.Methods[0].Name is not
            ("unet-published" or "dca" or "dca-thinned")).OrderByDescending(imputer => imputer.Cost(run.Input))];
        double[] seconds = [206, .. imputers.Skip(1).Select(imputer => imputer.Methods[0].Name switch
        {
            "linear-stack" => 5.2, "knn-smoothing" => 3.4, "low-rank" => 3.1, "diffusion" => 2.4, "knn-average" => 0.9, _ => 0.4,
        })];
        BenchmarkRun[] runs = [run, run, run, new OtherRun(cells: 2638, genes: 2048), new OtherRun(cells: 2638, genes: 2048)];
        var remaining = new RemainingTime([.. runs.SelectMany(next => imputers.Select(imputer =>
            new PlannedRun(imputer, next, imputer.Methods.Count)))]);
        (double Working, double Measuring)[] taken = [.. runs.SelectMany(next => imputers.Select((imputer, i) =>
            (seconds[i], imputer.Methods.Count * (next is OtherRun ? 0.5 : 14))))];

        Assert.Equal("unet-expected", imputers[0].Methods[0].Name);
        for (var done = 0; done < taken.Length - 1; done++)
        {
            remaining.Done(TimeSpan.FromSeconds(taken[done].Working), TimeSpan.FromSeconds(taken[done].Measuring));
            var left = taken.Skip(done + 1).Sum(one => one.Working + one.Measuring);
            // At the very end a few seconds are left, all of one kind or the other.
            if (left > 60) Assert.InRange(remaining.Left.TotalSeconds, left / 2, 2 * left);
        }
    }

    private static CountMatrix Sized(int cells, int genes)
    {
        string[] names = [.. Enumerable.Range(0, genes).Select(gene => $"g{gene}")];
        return new([.. Enumerable.Range(0, cells).Select(cell => $"c{cell}")], names, names, new int[cells + 1], [], []);
    }

    private sealed class Imputer(double cost) : IImputer
    {
        public IReadOnlyList<Method> Methods => [];

        public bool FillsNewCells => false;

        public double Cost(CountMatrix counts) => cost;

        public ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation) => throw new NotSupportedException();
    }

    private sealed class Run(int cells = 1, int genes = 1) : BenchmarkRun("run", Sized(cells, genes))
    {
        public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation) { }
    }

    private sealed class OtherRun(int cells = 1, int genes = 1) : BenchmarkRun("other", Sized(cells, genes))
    {
        public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation) { }
    }
}
