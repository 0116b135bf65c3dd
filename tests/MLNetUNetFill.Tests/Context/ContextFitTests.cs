using MLNetUNetFill.Cells;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Context;

[Collection(TorchCollection.Name)]
public sealed class ContextFitTests
{
    private static readonly TrainingCounts Counts = ContextCells.Counts;

    [Fact]
    public void Gene_statistics_agree_with_their_definitions()
    {
        var context = ContextCells.Fitter(Counts).Fit(Counts, default);

        int genes = Counts.GeneCount, cells = Counts.CellCount;
        var rows = Enumerable.Range(0, cells).Select(cell => ContextCells.Row(Counts, cell)).ToArray();
        double Expression(int cell, int gene) => Math.Log(1 + 1e4 * rows[cell][gene] / Counts.Libraries[cell]);
        var seen = Enumerable.Range(0, genes).Select(gene => Enumerable.Range(0, cells).Where(cell => rows[cell][gene] > 0)
            .Select(cell => Expression(cell, gene)).ToArray()).ToArray();
        var variances = seen.Select(values => values.Length == 0 ? 0 : values.Average(value => Math.Pow(value - values.Average(), 2)))
            .ToArray();
        for (var gene = 0; gene < genes; gene++)
        {
            var (n, all) = ((double)seen[gene].Length, Enumerable.Range(0, cells).Select(cell => Expression(cell, gene)).ToArray());
            Assert.Equal(n == 0 ? 0 : seen[gene].Average(), context.Mean[gene], 1e-4);
            Assert.Equal(Math.Sqrt((variances[gene] * n + 5 * variances.Average()) / (Math.Max(1, n) + 5)), context.Deviation[gene], 1e-4);
            Assert.Equal(n / cells, context.DetectionRate[gene], 1e-6);
            Assert.Equal((rows.Sum(row => row[gene]) + 0.5) / (Counts.Libraries.Sum() + 0.5 * genes), context.Share[gene], 1e-6);
            Assert.Equal(all.Average(), context.Standardised.Centre[gene], 1e-4);
            Assert.Equal(Math.Sqrt(all.Average(value => Math.Pow(value - all.Average(), 2))) + 0.1, context.Standardised.Scale[gene], 1e-4);
        }
        Assert.Equal(Counts.Libraries.Order().Skip(29).Take(2).Average(), context.MedianLibrary, 1e-2);
        Assert.Equal(Counts.Libraries.Average(library => Math.Log(library)), context.LogLibraryMean, 1e-4);
        Assert.Equal(context.Standardised.Scale, context.Neighbourhood.Scale);
    }

    [Fact]
    public void Bases_are_orthonormal()
    {
        var context = ContextCells.Fitter(Counts).Fit(Counts, default);

        foreach (var basis in new[] { context.Neighbourhood.Basis, context.Standardised.Basis, context.ResidualBasis,
            context.Completion.Basis, context.CoarseCompletion.Basis })
        {
            var rank = basis.Length / Counts.GeneCount;
            for (var i = 0; i < rank; i++)
                for (var j = 0; j < rank; j++)
                    Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, Counts.GeneCount)
                        .Sum(gene => (double)basis[gene * rank + i] * basis[gene * rank + j]), 1e-4);
        }
        Assert.Equal((20, 30), (context.Neighbourhood.Rank, context.Standardised.Rank));
        Assert.All(context.Completion.Shrinkage, factor => Assert.InRange(factor, 0, 0.86f));
        Assert.All(context.CoarseCompletion.Shrinkage, factor => Assert.InRange(factor, 0, 0.71f));
    }

    [Fact]
    public void Library_statistics_are_those_of_the_version()
    {
        var fit = ContextCells.Fitter(Counts);
        var halved = fit.Fit(Counts with { Libraries = [.. Counts.Libraries.Select(library => library / 2)] }, default);

        Assert.Equal(fit.Fit(Counts, default).MedianLibrary / 2, halved.MedianLibrary);
    }

    [Fact]
    public void A_fit_that_is_cancelled_ends() =>
        Assert.Throws<OperationCanceledException>(() => ContextCells.Fitter(Counts).Fit(Counts, new CancellationToken(canceled: true)));

    [Fact]
    public void A_fit_knows_nothing_of_the_versions_before()
    {
        var hidden = Counts with { Values = [.. Counts.Values.Select((count, i) => i % 11 == 0 ? 0 : count)] };
        var fit = ContextCells.Fitter(Counts);
        fit.Fit(Counts, default);

        var (found, expected) = (fit.Fit(hidden, default), ContextCells.Fitter(Counts).Fit(hidden, default));

        Assert.Equal(expected.Neighbourhood.Basis, found.Neighbourhood.Basis);
        Assert.Equal(expected.ResidualBasis, found.ResidualBasis);
        Assert.Equal(expected.Completion.Basis, found.Completion.Basis);
        Assert.Equal(expected.CoarseCompletion.Basis, found.CoarseCompletion.Basis);
        Assert.Equal(expected.Related.Weights, found.Related.Weights);
    }

    [Fact]
    public void A_matrix_of_two_cells_is_fitted()
    {
        var counts = ContextCells.Create(cells: 2);
        var context = ContextCells.Fitter(counts).Fit(counts, default);

        Assert.All(ContextCells.Images(context, counts, cell => cell), value => Assert.True(float.IsFinite(value)));
    }
}
