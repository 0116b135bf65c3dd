namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>
/// The variance of a gene over the cells after filling, divided by the one before; 1 leaves it as it was, near 0 the gene has been smoothed
/// away.
/// </summary>
internal static class VarianceRatio
{
    /// <summary>The median over the genes that vary before filling.</summary>
    /// <param name="before">Observed log1p CP10k, cells x genes, row by row.</param>
    /// <param name="after">Filled log1p CP10k, likewise.</param>
    /// <param name="geneCount">Number of genes.</param>
    /// <returns>NaN where no gene varies.</returns>
    public static double Median(ReadOnlySpan<float> before, ReadOnlySpan<float> after, int geneCount)
    {
        var (observed, filled) = (Variances(before, geneCount), Variances(after, geneCount));
        var varying = Enumerable.Range(0, geneCount).Where(gene => observed[gene] > 0);
        return Quantiles.Median([.. varying.Select(gene => filled[gene] / observed[gene])]);
    }

    /// <summary>Sum of squared deviations a gene, in one pass (Welford 1962).</summary>
    private static double[] Variances(ReadOnlySpan<float> matrix, int geneCount)
    {
        var (means, squares) = (new double[geneCount], new double[geneCount]);
        for (var cell = 0; cell * geneCount < matrix.Length; cell++)
        {
            var row = matrix.Slice(cell * geneCount, geneCount);
            for (var gene = 0; gene < geneCount; gene++)
            {
                var deviation = row[gene] - means[gene];
                means[gene] += deviation / (cell + 1);
                squares[gene] += deviation * (row[gene] - means[gene]);
            }
        }
        return squares;
    }
}

/// <summary>Order statistics.</summary>
internal static class Quantiles
{
    /// <summary>The middle value, or the mean of the two middle ones; NaN of nothing.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0) return double.NaN;
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
