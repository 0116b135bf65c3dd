namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>How well predicted detection probabilities agree with the detections in an independent half of the molecules.</summary>
/// <param name="Brier">Mean squared difference of probability and outcome (Brier, Monthly Weather Review 78, 1950); 0 is perfect.</param>
/// <param name="ExpectedCalibrationError">Mean absolute difference of predicted probability and observed frequency over 10 bins of equal
/// width, weighted by their entries (Naeini, Cooper and Hauskrecht, AAAI 2015); 0 is perfect.</param>
internal readonly record struct DetectionCalibration(double Brier, double ExpectedCalibrationError)
{
    private const int Bins = 10;

    /// <summary>Compares probabilities with outcomes over all entries.</summary>
    /// <param name="outcome">Counts that the method has not seen: a positive one is a detection.</param>
    /// <param name="probabilities">Cells x genes, row by row, in [0, 1].</param>
    public static DetectionCalibration Compute(CountMatrix outcome, ReadOnlySpan<float> probabilities)
    {
        Span<double> stated = stackalloc double[Bins];
        Span<long> detected = stackalloc long[Bins];
        double squares = 0;
        var shown = new float[outcome.GeneCount];
        for (var cell = 0; cell < outcome.CellCount; cell++)
        {
            outcome.Cells.CopyTo(cell, shown);
            for (var gene = 0; gene < outcome.GeneCount; gene++)
            {
                var isShown = shown[gene] > 0;
                double probability = probabilities[cell * outcome.GeneCount + gene];
                var bin = Math.Clamp((int)(probability * Bins), 0, Bins - 1);
                stated[bin] += probability;
                if (isShown) detected[bin]++;
                var difference = probability - (isShown ? 1 : 0);
                squares += difference * difference;
            }
        }
        var entries = (double)outcome.CellCount * outcome.GeneCount;
        double error = 0;
        // A bin's entries times the difference of its two means is the difference of its two sums.
        for (var bin = 0; bin < Bins; bin++) error += Math.Abs(stated[bin] - detected[bin]);
        return new(squares / entries, error / entries);
    }
}

/// <summary>How often a method's central 90 % interval, <c>prediction +- 1.645 standard deviations</c>, contains the truth: 0.9 if it is
/// calibrated.</summary>
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
