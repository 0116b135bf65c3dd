using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML.Algorithms;

public class PrincipalComponentAnalyzerTests
{
    private const int Dimension = 12;

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Components_keep_the_variance_of_low_rank_data_in_descending_order()
    {
        var rows = LowRankRows(400);
        var projected = Project(VectorRow.Load(_context, rows), rank: 3);

        var variances = Enumerable.Range(0, 3).Select(c => Covariance(projected, c, c)).ToArray();
        double total = Enumerable.Range(0, Dimension).Sum(c => Covariance(rows, c, c));
        Assert.InRange(variances.Sum() / total, 0.98, 1.001);
        Assert.True(variances[0] > variances[1] && variances[1] > variances[2]);
    }

    [Fact]
    public void Components_are_uncorrelated_and_centred()
    {
        var projected = Project(VectorRow.Load(_context, LowRankRows(400)), rank: 3);

        for (int i = 0; i < 3; i++)
        {
            Assert.InRange(Math.Abs(projected.Average(row => row[i])), 0, 0.05);
            for (int j = 0; j < i; j++)
                Assert.InRange(Math.Abs(Covariance(projected, i, j)) / Math.Sqrt(Covariance(projected, i, i) * Covariance(projected, j, j)), 0, 0.02);
        }
    }

    [Fact]
    public void Distances_between_rows_of_low_rank_data_are_kept()
    {
        var rows = LowRankRows(100);
        var projected = Project(VectorRow.Load(_context, rows), rank: 3);

        for (int i = 1; i < rows.Length; i++)
            Assert.Equal(Distance(rows[0], rows[i]), Distance(projected[0], projected[i]), 0.15);
    }

    [Fact]
    public void The_mean_stays_in_where_it_is_not_taken_out()
    {
        var rows = LowRankRows(200).Select(row => row.Select(value => value + 10).ToArray()).ToArray();
        var estimator = _context.Transforms.ProjectToPrincipalComponents("Components", "Features", rank: 2, ensureZeroMean: false, seed: 3);
        var data = VectorRow.Load(_context, rows);

        var projected = VectorRow.Read(estimator.Fit(data).Transform(data), "Components");

        Assert.InRange(Math.Abs(projected.Average(row => row[0])), 10 * Math.Sqrt(Dimension) * 0.95, 10 * Math.Sqrt(Dimension) * 1.1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_components()
    {
        var data = VectorRow.Load(_context, LowRankRows(50));

        Assert.Equal(Project(data, rank: 3), Project(data, rank: 3));
    }

    [Fact]
    public void Rows_of_weight_zero_and_rows_with_values_that_are_not_finite_do_not_count()
    {
        var rows = LowRankRows(100).Select(row => new VectorRow { Features = row }).ToList();
        var extended = rows.Append(new VectorRow { Features = Enumerable.Repeat(1000f, Dimension).ToArray(), Weight = 0 })
            .Append(new VectorRow { Features = Enumerable.Repeat(float.NaN, Dimension).ToArray() }).ToList();
        var estimator = _context.Transforms.ProjectToPrincipalComponents("Components", "Features", "Weight", rank: 2, seed: 5);

        var expected = estimator.Fit(VectorRow.Load(_context, rows));
        var found = estimator.Fit(VectorRow.Load(_context, extended));

        var data = VectorRow.Load(_context, rows);
        AssertClose(VectorRow.Read(expected.Transform(data), "Components"), VectorRow.Read(found.Transform(data), "Components"));
    }

    [Fact]
    public void A_saved_model_projects_the_same()
    {
        var data = VectorRow.Load(_context, LowRankRows(50));
        var fitted = _context.Transforms.ProjectToPrincipalComponents("Components", "Features", rank: 4, seed: 2).Fit(data);

        var loaded = VectorRow.SaveAndLoad(_context, fitted, data);

        Assert.Equal(VectorRow.Read(fitted.Transform(data), "Components"), VectorRow.Read(loaded.Transform(data), "Components"));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 4), loaded.GetOutputSchema(data.Schema)["Components"].Type);
    }

    [Fact]
    public void A_missing_column_a_wrong_type_and_a_rank_above_the_dimension_are_refused()
    {
        var data = VectorRow.Load(_context, LowRankRows(10));
        IDataView Fit(string input, int rank) => _context.Transforms.ProjectToPrincipalComponents("Components", input, rank: rank).Fit(data).Transform(data);

        Assert.Throws<ArgumentOutOfRangeException>(() => Fit("Nowhere", 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit("Weight", 2));
        Assert.ThrowsAny<ArgumentException>(() => Fit("Features", Dimension + 1));
        Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.ProjectToPrincipalComponents("Components", rank: 0));
    }

    private float[][] Project(IDataView data, int rank) => VectorRow.Read(
        _context.Transforms.ProjectToPrincipalComponents("Components", "Features", rank: rank, seed: 7).Fit(data).Transform(data), "Components");

    /// <summary>Three directions with standard deviations 5, 3 and 2, and a little noise in all others.</summary>
    private static float[][] LowRankRows(int count)
    {
        var random = new Random(11);
        float Noise() => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
        return Enumerable.Range(0, count).Select(_ =>
        {
            float a = 5 * Noise(), b = 3 * Noise(), c = 2 * Noise();
            return Enumerable.Range(0, Dimension)
                .Select(j => (j % 3 == 0 ? a : j % 3 == 1 ? b : c) / 2 + 0.02f * Noise()).ToArray();
        }).ToArray();
    }

    private static double Covariance(float[][] rows, int i, int j)
    {
        double meanI = rows.Average(row => row[i]), meanJ = rows.Average(row => row[j]);
        return rows.Average(row => (row[i] - meanI) * (row[j] - meanJ));
    }

    private static double Distance(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (a, b) => (double)(a - b) * (a - b)).Sum());

    private static void AssertClose(float[][] expected, float[][] found)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach (var (x, y) in expected.SelectMany(row => row).Zip(found.SelectMany(row => row)))
            Assert.Equal(x, y, 0.01f);
    }
}
