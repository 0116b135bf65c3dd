using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

[Collection(TorchCollection.Name)]
public sealed class StackFeaturesTests
{
    [Fact]
    public void Features_are_what_neighbours_cell_and_gene_say()
    {
        // 12 cells: the 15 and the 50 nearest are all the others.
        var counts = Counts.Modules(cells: 12, genes: 6, modules: 2, seed: 3);
        var cells = counts.Normalize().Cells;
        var moments = GeneMoments.Measure(TrainingCounts.Build(counts));
        var (means, deviations, rates) = (moments.Mean, moments.Deviation, moments.DetectionRate);
        float[] libraries = [.. Enumerable.Range(0, 12).Select(cell => cell / 10f)];
        var x = Naive.Log1pCp10k(Naive.Dense(counts));
        var completed = LowRankCells.Complete(cells, moments, default);

        var known = new StackFeatures(cells, moments, libraries, default);
        var features = new float[6 * StackFeatures.Count];
        for (var cell = 0; cell < 12; cell++)
        {
            known.Fill(cell, features);
            var near = Naive.ByDistance(x, cell);
            for (var gene = 0; gene < 6; gene++)
            {
                var (mean5, rate5) = Neighbours(near[1..6]);
                var (meanAll, rateAll) = Neighbours(near[1..]);
                var deviation = Enumerable.Range(0, 6).Where(g => x[cell][g] > 0).Average(g => (x[cell][g] - means[g]) / deviations[g]);
                Assert.Equal([mean5, rate5, meanAll, rateAll, meanAll, rateAll, completed[cell * 6 + gene], deviation, libraries[cell],
                    means[gene] / means.Max(), rates[gene], deviations[gene]],
                    features.AsSpan(gene * StackFeatures.Count, StackFeatures.Count).ToArray().Select(value => (double)value), (a, b) =>
                    Math.Abs(a - b) < 1e-4);

                (double, double) Neighbours(int[] members)
                {
                    double[] seen = [.. members.Select(other => x[other][gene]).Where(value => value > 0)];
                    return (((seen.Sum() + means[gene]) / (seen.Length + 1) - means[gene]) / deviations[gene],
                        (double)seen.Length / members.Length);
                }
            }
        }
    }
}
