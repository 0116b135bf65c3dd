using MLNetUNetFill.Context;

namespace MLNetUNetFill.Tests.Context;

/// <summary>
/// The context channels of one cell written down from their definitions, in double precision and without any cleverness: what both
/// TorchSharp and the exported graph are held against.
/// </summary>
internal static class ContextReference
{
    /// <summary>All channels.</summary>
    /// <param name="context">The context.</param>
    /// <param name="counts">The cell's counts of the modelled genes.</param>
    /// <param name="library">Its library size.</param>
    /// <param name="own">The landmark that is the cell itself, -1 where equal counts and library tell, -2 where it is none.</param>
    /// <returns>For each channel one value a gene.</returns>
    public static Dictionary<string, double[]> Channels(CellContext context, float[] counts, float library, int own = -1)
    {
        var genes = counts.Length;
        double[] m = Double(context.Mean), s = Double(context.Deviation), f = Double(context.Share);
        double depth = context.MedianLibrary;
        var a = Each(genes, g => Math.Log(1 + 1e4 * counts[g] / library));
        var seen = Each(genes, g => counts[g] > 0 ? 1 : 0);
        var z = Each(genes, g => seen[g] * (a[g] - m[g]) / s[g]);
        var channels = new Dictionary<string, double[]>
        {
            ["Expression"] = z,
            ["Observed"] = seen,
            ["OwnRate"] = Each(genes, g => Math.Log((counts[g] + f[g] * depth) / (library + depth) / f[g])),
            ["CellMean"] = Each(genes, _ => z.Sum() / Math.Max(1, seen.Sum())),
            ["Library"] = Each(genes, _ => (Math.Log(library) - context.LogLibraryMean) / context.LogLibraryDeviation),
            ["ExpectedCount"] = Each(genes, g => Math.Log(f[g] * library) / 2),
            ["GeneMean"] = Each(genes, g => m[g] / m.Max()),
            ["GeneDetection"] = Double(context.DetectionRate),
            ["GeneDeviation"] = s,
        };

        var nearest = Neighbours(context, a, counts, library, own);
        foreach (var size in new[] { 5, 15, 50 })
        {
            var used = nearest.Take(Math.Min(size, context.Landmarks.Count - 1)).ToArray();
            double Count(int landmark, int g) => context.Landmarks.Counts[landmark * genes + g];
            double Library(int landmark) => context.Landmarks.Libraries[landmark];
            var sumA = Each(genes, g => used.Sum(k => Math.Log(1 + 1e4 * Count(k, g) / Library(k))));
            var sumB = Each(genes, g => used.Count(k => Count(k, g) > 0));
            channels[$"NeighbourMean{size}"] = Each(genes, g => ((sumA[g] + m[g]) / (sumB[g] + 1) - m[g]) / s[g]);
            channels[$"NeighbourDetection{size}"] = Each(genes, g => sumB[g] / used.Length);
            channels[$"NeighbourRate{size}"] = Each(genes, g =>
                Math.Log((used.Sum(k => Count(k, g)) + f[g] * depth) / (used.Sum(Library) + depth) / f[g]));
        }

        var completed = Complete(context.Completion);
        channels["CoarseCompletion"] = Complete(context.CoarseCompletion);
        channels["Completion"] = completed;
        channels["RelatedGenes"] = Each(genes, g => Enumerable.Range(0, context.Related.Count).Sum(i =>
        {
            var other = context.Related.Genes[i * genes + g];
            return context.Related.Weights[i * genes + g] * seen[other] * (z[other] - completed[other]);
        }));
        var standardised = Each(genes, g => (a[g] - context.Standardised.Centre[g]) / context.Standardised.Scale[g]);
        channels["Reconstruction10"] = Project(standardised, context.Standardised.Basis, First(10, context.Standardised.Rank));
        channels["Reconstruction30"] = Project(standardised, context.Standardised.Basis, First(30, context.Standardised.Rank));
        var residuals = Each(genes, g =>
        {
            var expected = f[g] * library;
            return Math.Clamp((counts[g] - expected) / Math.Sqrt(expected + expected * expected / 2 + 0.02), -5, 5);
        });
        channels["ResidualReconstruction"] = Project(residuals, context.ResidualBasis,
            First(int.MaxValue, context.ResidualBasis.Length / genes));
        return channels;

        double[] Complete(LowRankCompletion completion)
        {
            var values = new double[genes];
            for (var step = 0; step < 6; step++)
                values = Project(Each(genes, g => seen[g] > 0 ? z[g] : values[g]), completion.Basis, Double(completion.Shrinkage));
            return values;
        }
    }

    /// <summary>The landmarks other than the cell, nearest first.</summary>
    public static int[] Neighbours(CellContext context, double[] expression, float[] counts, float library, int own)
    {
        var (bank, space, genes) = (context.Landmarks, context.Neighbourhood, counts.Length);
        var score = Each(space.Rank, r =>
            Enumerable.Range(0, genes).Sum(g => (expression[g] - space.Centre[g]) / space.Scale[g] * space.Basis[g * space.Rank + r]));
        var sorted = Enumerable.Range(0, bank.Count)
            .OrderBy(k => Enumerable.Range(0, space.Rank).Sum(r => Math.Pow(score[r] - bank.Scores[k * space.Rank + r], 2))).ToArray();
        if (own == -1)
        {
            var first = sorted[0];
            var isSame = bank.Libraries[first] == library && Enumerable.Range(0, genes)
                .All(g => bank.Counts[first * genes + g] == counts[g]);
            own = isSame ? first : -2;
        }
        return [.. sorted.Where(k => k != own)];
    }

    private static double[] Project(double[] values, float[] basis, double[] factors)
    {
        var rank = basis.Length / values.Length;
        var scores = Each(rank, r => Enumerable.Range(0, values.Length).Sum(g => values[g] * basis[g * rank + r]) * factors[r]);
        return Each(values.Length, g => Enumerable.Range(0, rank).Sum(r => scores[r] * basis[g * rank + r]));
    }

    private static double[] First(int count, int rank) => Each(rank, r => r < count ? 1 : 0);

    private static double[] Each(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static double[] Double(float[] values) => [.. values.Select(value => (double)value)];
}
