using MLNetUNetFill.Evaluation.Benchmark;

namespace MLNetUNetFill.Evaluation.Tests.Benchmark;

public sealed class BenchmarkingTests
{
    [Fact]
    public void One_training_serves_all_methods_of_an_imputer()
    {
        var imputer = new Constants(("a", 1), ("b", 2), ("c", 3));
        var scores = Execute([new MeanRun("one"), new MeanRun("two")], [imputer], method => method.Name != "b");

        Assert.Equal(2, imputer.Trainings);
        Assert.Equal(2, imputer.Disposals);
        Assert.Equal(["a", "c"], scores.Select(method => method.Method.Name));
        Assert.All(scores, method => Assert.Equal(["one", "two"], method.Runs.Select(run => run.Run)));
        Assert.Equal([1.0, 3.0], scores.Select(method => method.Mean[Measures.Rmse]!.Value));
        Assert.All(scores, method => Assert.True(method.Mean[Measures.Seconds] >= 0 && method.Mean[Measures.PeakMemory] >= 0));
    }

    [Fact]
    public void An_imputer_of_which_nothing_is_wanted_does_not_train()
    {
        var imputer = new Constants(("a", 1));
        Assert.Empty(Execute([new MeanRun("one")], [imputer], _ => false));
        Assert.Equal(0, imputer.Trainings);
    }

    [Fact]
    public void A_method_whose_needs_are_not_met_is_refused_before_any_other_trains()
    {
        var first = new Constants(("a", 1));
        Assert.Equal("dca: found 2 cells; expected at least 3, of which one is for validation.",
            Assert.Throws<GapFillException>(() => Execute([new MeanRun("one")], [first, new BaselineImputer(new DcaBaseline())], _ => true))
                .Message);
        Assert.Equal(0, first.Trainings);
        Execute([new MeanRun("one")], [first, new BaselineImputer(new DcaBaseline())], method => method.Name == "a");
        Assert.Equal(1, first.Trainings);
    }

    [Theory]
    [InlineData(1, "unet-expected: found 1 cell; expected at least 2 to train on.")]
    [InlineData(2, "The 2 training cells hold 4 observed entries, too few to set ")]
    public void A_matrix_too_small_for_a_network_is_refused_before_it_trains(int cells, string message)
    {
        int[] all = [.. Enumerable.Range(0, cells)];
        var counts = new MeanRun("one").Input.SelectCells(all);
        var refusal = Assert.Throws<GapFillException>(() => new UNetImputer(new UNetGapFillOptions()).Require(counts)).Message;
        Assert.StartsWith(message, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_no_number_is_refused() =>
        Assert.Equal("a gave the value NaN at entry 1 of its matrix; expected a finite number.",
            Assert.Throws<GapFillException>(() => Execute([new MeanRun("one")], [new Constants(("a", float.NaN))], _ => true)).Message);

    private static IReadOnlyList<MethodScores> Execute(IReadOnlyList<BenchmarkRun> runs, IReadOnlyList<IImputer> imputers, Func<Method,
        bool> isWanted) =>
        Benchmarking.Execute(runs, imputers, isWanted, _ => { }, CancellationToken.None);

    /// <summary>Measures the mean of what a method filled, under the name of the RMSE.</summary>
    private sealed class MeanRun(string name)
        : BenchmarkRun(name, new(["x", "y"], ["g", "h"], ["g", "h"], [0, 2, 4], [0, 1, 0, 1], [1, 2, 3, 4]))
    {
        public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation) =>
            scores.Add(Measures.Rmse, imputation.Filled.Average());
    }

    /// <summary>Methods that fill with a constant.</summary>
    private sealed class Constants(params (string Name, float Value)[] values) : IImputer
    {
        public int Trainings { get; private set; }

        public int Disposals { get; private set; }

        public IReadOnlyList<Method> Methods { get; } = [.. values.Select(value => new Method(value.Name, "this test"))];

        public bool FillsNewCells => false;

        public double Cost(CountMatrix counts) => 1;

        public ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation)
        {
            Trainings++;
            return new Trained(this, values.ToDictionary(value => value.Name, value => value.Value), counts.CellCount * counts.GeneCount);
        }

        private sealed class Trained(Constants owner, Dictionary<string, float> values, int entries) : ITrainedImputer
        {
            public Imputation Fill(Method method, CountMatrix counts, CancellationToken cancellation) =>
                new([.. Enumerable.Repeat(values[method.Name], entries)]);

            public void Dispose() => owner.Disposals++;
        }
    }
}
