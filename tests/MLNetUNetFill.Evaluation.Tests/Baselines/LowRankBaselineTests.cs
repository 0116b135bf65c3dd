using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

[Collection(TorchCollection.Name)]
public sealed class LowRankBaselineTests
{
    private static readonly CountMatrix Matrix = Counts.Random(7, cells: 14, genes: 8);

    [Fact]
    public void The_approximation_is_thresholded_and_scaled_gene_by_gene()
    {
        var x = Naive.Log1pCp10k(Naive.Dense(Matrix));
        var approximation = RankOne(x);
        // Rank 1 of a matrix without negative entries has none either: the second component brings them.
        var residual = RankOne([.. x.Select((row, i) => row.Zip(approximation[i], (a, b) => a - b).ToArray())]);
        approximation = [.. approximation.Select((row, i) => row.Zip(residual[i], (a, b) => a + b).ToArray())];

        var filled = new LowRankBaseline { Rank = 2, Quantile = 0.3 }.Impute(Matrix, default).Filled;

        var expected = x.Select(row => (double[])row.Clone()).ToArray();
        for (var gene = 0; gene < 8; gene++)
        {
            double[] column = [.. approximation.Select(row => row[gene])];
            // Quantile 0.3 of 14 values: 9 tenths of the way from the 4th to the 5th.
            double[] sorted = [.. column.Order()];
            var threshold = Math.Abs(0.1 * sorted[3] + 0.9 * sorted[4]);
            double[] left = [.. column.Where(value => value > threshold)], seen = [.. x.Select(row => row[gene]).Where(value => value > 0)];
            for (var cell = 0; cell < 14; cell++)
                if (column[cell] > threshold && (column[cell] - left.Average()) * Deviation(seen) / Deviation(left)
                    + seen.Average() is > 0 and var scaled)
                    expected[cell][gene] = scaled;
        }
        Naive.AssertEqual(expected, filled, 1e-3);
    }

    [Fact]
    public void What_was_observed_is_not_lost()
    {
        var filled = new LowRankBaseline().Impute(Matrix, default).Filled;

        for (var cell = 0; cell < 14; cell++)
            foreach (var gene in Matrix.GenesOf(cell)) Assert.True(filled[cell * 8 + gene] > 0);
    }

    [Fact]
    public void The_rank_ends_where_singular_values_stop_standing_out()
    {
        // 100 values: noise that falls by about 1 a step, and above it 7 values that fall by 20 a step.
        float[] noise = [.. Enumerable.Range(0, 93).Select(i => 100 - i + 0.2f * (i % 2))];
        float[] values = [.. Enumerable.Range(1, 7).Select(i => 100 + 20f * i).Reverse(), .. noise];

        Assert.Equal(7, LowRankBaseline.ChooseRank(values));
        Assert.Equal(1, LowRankBaseline.ChooseRank(noise));
        Assert.Equal(1, LowRankBaseline.ChooseRank([3]));
    }

    [Fact]
    public void The_quantile_is_a_share() =>
        Assert.Contains("Quantile is 2; expected 0 to 1",
        Assert.Throws<ArgumentOutOfRangeException>(() => new LowRankBaseline { Quantile = 2 }).Message);

    /// <summary>The best approximation of rank 1, by the power method.</summary>
    private static double[][] RankOne(double[][] x)
    {
        double[] right = [.. Enumerable.Range(0, 8).Select(i => 1.0 + 0.1 * i)], left = [];
        for (var iteration = 0; iteration < 5000; iteration++)
        {
            left = [.. x.Select(row => row.Zip(right, (a, b) => a * b).Sum())];
            right = [.. Enumerable.Range(0, 8).Select(gene => x.Select((row, cell) => row[gene] * left[cell]).Sum())];
            var length = Math.Sqrt(right.Sum(value => value * value));
            right = [.. right.Select(value => value / length)];
        }
        return [.. x.Select(row => row.Zip(right, (a, b) => a * b).Sum()).Select(share => right.Select(value => share * value).ToArray())];
    }

    private static double Deviation(double[] values) =>
        Math.Sqrt(values.Sum(value => (value - values.Average()) * (value - values.Average())) / (values.Length - 1));
}
