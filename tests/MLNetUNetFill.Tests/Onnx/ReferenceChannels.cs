using MLNetUNetFill.Context;

namespace MLNetUNetFill.Tests.Onnx;

/// <summary>The context channels written down once more, in plain loops and double precision: what the exported graph must compute.</summary>
internal static class ReferenceChannels
{
    /// <summary>The channels of a cell, in the order of <see cref="ContextChannel"/>, each over the modelled genes.</summary>
    /// <param name="context">The stored context.</param>
    /// <param name="counts">Counts of all genes; not all 0.</param>
    /// <param name="modelled">Indices of the modelled ones.</param>
    public static double[][] Of(CellContext context, float[] counts, int[] modelled)
    {
        int genes = modelled.Length;
        double library = counts.Sum(count => (double)count);
        var x = Array.ConvertAll(modelled, gene => (double)counts[gene]);
        var a = Expression(counts, modelled);
        var z = Each(gene => x[gene] > 0 ? (a[gene] - context.Mean[gene]) / context.Deviation[gene] : 0);
        var channels = new List<double[]> { z, Each(gene => x[gene] > 0 ? 1 : 0) };

        var neighbours = Neighbours(context, x, library, a);
        foreach (var most in new[] { 5, 15, 50 })
        {
            var near = neighbours.Take(most).ToArray();
            double A(int gene) => near.Sum(cell => Math.Log(1 + 1e4 * Landmark(context, cell, gene) / context.Landmarks.Libraries[cell]));
            double B(int gene) => near.Count(cell => Landmark(context, cell, gene) > 0);
            double X(int gene) => near.Sum(cell => Landmark(context, cell, gene));
            double depth = near.Sum(cell => (double)context.Landmarks.Libraries[cell]);
            channels.Add(Each(gene => ((A(gene) + context.Mean[gene]) / (B(gene) + 1) - context.Mean[gene]) / context.Deviation[gene]));
            channels.Add(Each(gene => B(gene) / near.Length));
            channels.Add(Each(gene => LogRatio(X(gene), depth, gene)));
        }
        channels.Add(Each(gene => LogRatio(x[gene], library, gene)));

        channels.Add(Completion(context, x, z));
        foreach (var rank in new[] { 10, 30 })
        {
            var scores = Scores(context.Standardised, a).Take(rank).ToArray();
            channels.Add(Combine(context.Standardised.Basis, context.Standardised.Rank, scores, genes));
        }
        var expected = Each(gene => context.Share[gene] * library);
        var residual = Each(gene => Math.Clamp((x[gene] - expected[gene]) / Math.Sqrt(expected[gene] + expected[gene] * expected[gene] / 2 + 0.02), -5, 5));
        int residualRank = context.ResidualBasis.Length / genes;
        channels.Add(Combine(context.ResidualBasis, residualRank, Project(context.ResidualBasis, residualRank, residual), genes));

        var mean = z.Sum() / Math.Max(1, x.Count(count => count > 0));
        channels.Add(Each(_ => mean));
        channels.Add(Each(_ => (Math.Log(library) - context.LogLibraryMean) / context.LogLibraryDeviation));
        channels.Add(Each(gene => Math.Log(expected[gene]) / 2));
        channels.Add(Each(gene => context.Mean[gene] / context.Mean.Max()));
        channels.Add(Each(gene => context.DetectionRate[gene]));
        channels.Add(Each(gene => context.Deviation[gene]));
        return [.. channels];

        double[] Each(Func<int, double> value) => [.. Enumerable.Range(0, genes).Select(value)];

        double LogRatio(double sum, double depth, int gene) =>
            Math.Log((sum + context.Share[gene] * (double)context.MedianLibrary) / (depth + context.MedianLibrary) / context.Share[gene]);
    }

    /// <summary>log1p CP10k of the modelled genes.</summary>
    public static double[] Expression(float[] counts, int[] modelled)
    {
        double library = counts.Sum(count => (double)count);
        return Array.ConvertAll(modelled, gene => Math.Log(1 + 1e4 * counts[gene] / library));
    }

    /// <summary>((a - Centre) / Scale) Basis.</summary>
    public static double[] Scores(LinearSubspace subspace, double[] expression) => Project(subspace.Basis, subspace.Rank,
        [.. expression.Select((value, gene) => (value - subspace.Centre[gene]) / subspace.Scale[gene])]);

    /// <summary>Landmarks by distance, the cell itself left out, at most 50.</summary>
    private static int[] Neighbours(CellContext context, double[] counts, double library, double[] expression)
    {
        var bank = context.Landmarks;
        var scores = Scores(context.Neighbourhood, expression);
        var byDistance = Enumerable.Range(0, bank.Count)
            .OrderBy(cell => scores.Select((score, i) => Math.Pow(score - bank.Scores[cell * scores.Length + i], 2)).Sum()).ToArray();
        var isItself = bank.Libraries[byDistance[0]] == (float)library
            && Enumerable.Range(0, counts.Length).All(gene => counts[gene] == Landmark(context, byDistance[0], gene));
        return [.. byDistance.Skip(isItself ? 1 : 0).Take(Math.Min(50, bank.Count - 1))];
    }

    private static double[] Completion(CellContext context, double[] counts, double[] z)
    {
        int rank = context.CompletionShrinkage.Length;
        var estimate = new double[z.Length];
        for (var step = 0; step < 6; step++)
        {
            var full = z.Select((value, gene) => counts[gene] > 0 ? value : estimate[gene]).ToArray();
            var scores = Project(context.CompletionBasis, rank, full);
            for (var i = 0; i < rank; i++) scores[i] *= context.CompletionShrinkage[i];
            estimate = Combine(context.CompletionBasis, rank, scores, z.Length);
        }
        return estimate;
    }

    private static double Landmark(CellContext context, int cell, int gene) => context.Landmarks.Counts[cell * context.Mean.Length + gene];

    private static double[] Project(float[] basis, int rank, double[] values) =>
        [.. Enumerable.Range(0, rank).Select(i => values.Select((value, gene) => value * basis[gene * rank + i]).Sum())];

    private static double[] Combine(float[] basis, int rank, double[] scores, int genes) =>
        [.. Enumerable.Range(0, genes).Select(gene => scores.Select((score, i) => score * basis[gene * rank + i]).Sum())];
}
