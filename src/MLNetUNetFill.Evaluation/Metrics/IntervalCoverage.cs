namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>How often a method's central 90 % interval, <c>prediction +- 1.645 standard deviations</c>, holds the truth: 0.9 if it is honest.</summary>
internal static class IntervalCoverage
{
    /// <summary>The 95 % quantile of the standard normal distribution.</summary>
    public const double Deviations = 1.6448536269514722;

    /// <summary>The share of the entries whose truth lies inside.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, in the same order.</param>
    /// <param name="deviations">Their standard deviations, in the same order.</param>
    /// <returns>In [0, 1]; NaN without entries.</returns>
    public static double Share(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted, ReadOnlySpan<float> deviations)
    {
        var inside = 0;
        for (var i = 0; i < truth.Length; i++)
            if (Math.Abs(truth[i] - predicted[i]) <= Deviations * deviations[i]) inside++;
        return (double)inside / truth.Length;
    }
}
