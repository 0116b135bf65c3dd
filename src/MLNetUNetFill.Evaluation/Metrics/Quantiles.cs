namespace MLNetUNetFill.Evaluation.Metrics;

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
