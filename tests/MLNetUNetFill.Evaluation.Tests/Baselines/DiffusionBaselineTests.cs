using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

public sealed class DiffusionBaselineTests
{
    private static readonly CountMatrix Matrix = Counts.Modules(cells: 25, genes: 6, modules: 2, seed: 3);

    [Theory]
    [InlineData(3, 1, 2)]
    [InlineData(2, 2, 1)]
    public void Data_are_multiplied_by_the_powered_diffusion_operator(int neighbours, double decay, int steps)
    {
        var x = Naive.Log1pCp10k(Naive.Dense(Matrix));

        var filled = new DiffusionBaseline { Neighbours = neighbours, Decay = decay, Steps = steps, Components = 6 }.Impute(Matrix,
            default).Filled;

        Naive.AssertEqual(Diffuse(x, neighbours, decay, steps), filled);
    }

    [Fact]
    public void Cells_that_are_all_alike_stay_as_they_are()
    {
        var counts = Counts.Of([.. Enumerable.Repeat(new float[] { 1, 0, 3 }, 20)]);

        Naive.AssertEqual(Naive.Log1pCp10k(Naive.Dense(counts)), new DiffusionBaseline().Impute(counts, default).Filled);
    }

    [Fact]
    public void A_cell_alone_stays_as_it_is()
    {
        var counts = Counts.Of([1, 0, 3]);

        Naive.AssertEqual(Naive.Log1pCp10k(Naive.Dense(counts)), new DiffusionBaseline().Impute(counts, default).Filled);
    }

    /// <summary>The published formulas with full matrices, on all dimensions.</summary>
    private static double[][] Diffuse(double[][] x, int neighbours, double decay, int steps)
    {
        var n = x.Length;
        var kernel = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            var order = Naive.ByDistance(x, i);
            var bandwidth = Naive.Distance(x[i], x[order[neighbours]]);
            foreach (var j in order[..(3 * neighbours + 1)])
                if (Math.Exp(-Math.Pow(Naive.Distance(x[i], x[j]) / bandwidth, decay)) is var affinity && affinity >= 1e-4) kernel[i,
                    j] = affinity;
        }
        for (var step = 0; step < steps; step++)
            x = [.. x.Select((row, i) =>
            {
                double Affinity(int j) => (kernel[i, j] + kernel[j, i]) / 2;
                var total = Enumerable.Range(0, n).Sum(Affinity);
                return row.Select((_, gene) => Enumerable.Range(0, n).Sum(j => Affinity(j) * x[j][gene]) / total).ToArray();
            })];
        return x;
    }
}
