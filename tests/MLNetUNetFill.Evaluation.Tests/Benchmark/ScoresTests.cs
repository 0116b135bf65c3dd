using MLNetUNetFill.Evaluation.Benchmark;

namespace MLNetUNetFill.Evaluation.Tests.Benchmark;

public sealed class ScoresTests
{
    [Fact]
    public void Means_are_over_the_runs_that_took_the_measure_and_memory_is_the_largest()
    {
        var (first, second, third) = (new Scores(), new Scores(), new Scores());
        first.Add(Measures.Rmse, 1);
        second.Add(Measures.Rmse, 4);
        third.Add(Measures.ThinningDeviance, 0.5);
        first.Add(Measures.PeakMemory, 7);
        second.Add(Measures.PeakMemory, 9);

        var mean = Scores.Mean([first, second, third]);

        Assert.Equal((2.5, 0.5, 9.0), (mean[Measures.Rmse], mean[Measures.ThinningDeviance], mean[Measures.PeakMemory]));
        Assert.Null(mean[Measures.Mae]);
        Assert.Equal(["rmse", "thinningDeviance", "peakMegabytes"], mean.ToDictionary().Keys);
    }

    [Fact]
    public void Standard_errors_are_of_the_measures_that_several_runs_took()
    {
        Scores[] runs = [new(), new(), new()];
        for (var i = 0; i < 3; i++)
        {
            runs[i].Add(Measures.Ari, 0.1 * i);
            runs[i].Add(Measures.PeakMemory, i);
        }
        runs[0].Add(Measures.Rmse, 1);

        var errors = Scores.StandardError(runs);

        Assert.Equal(0.1 / Math.Sqrt(3), errors[Measures.Ari]!.Value, 12);
        Assert.Equal(["ari"], errors.ToDictionary().Keys);
    }

    [Fact]
    public void What_is_no_number_is_left_out()
    {
        var scores = new Scores();
        scores.Add(Measures.Pearson, double.NaN);
        Assert.Null(scores[Measures.Pearson]);
        Assert.Empty(scores.ToDictionary());
    }

    [Fact]
    public void Keys_of_measures_differ() => Assert.Equal(Measures.All.Count, Measures.All.Select(measure => measure.Key).Distinct()
        .Count());
}
