namespace MLNetUNetFill.Evaluation;

/// <summary>How far predicted entries are from the truth, both in log1p CP10k.</summary>
/// <param name="Rmse">Root mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Pearson">Pearson's correlation of truth and prediction; NaN if either is constant.</param>
/// <param name="Bias">Mean of prediction minus truth.</param>
/// <param name="Count">Number of entries.</param>
public readonly record struct EntryErrors(double Rmse, double Mae, double Pearson, double Bias, int Count)
{
    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, in the same order.</param>
    /// <exception cref="ArgumentException">The spans are empty or not equally long.</exception>
    public static EntryErrors Compute(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted)
    {
        if (truth.Length != predicted.Length || truth.IsEmpty)
            throw new ArgumentException($"{predicted.Length} predictions for {truth.Length} true values; expected as many, and at least "
                + $"one.", nameof(predicted));
        double squares = 0, absolutes = 0, differences = 0;
        var moments = new PairMoments();
        for (var i = 0; i < truth.Length; i++)
        {
            var difference = (double)predicted[i] - truth[i];
            squares += difference * difference;
            absolutes += Math.Abs(difference);
            differences += difference;
            moments.Add(truth[i], predicted[i]);
        }
        var count = truth.Length;
        return new(Math.Sqrt(squares / count), absolutes / count, moments.Pearson, differences / count, count);
    }
}
