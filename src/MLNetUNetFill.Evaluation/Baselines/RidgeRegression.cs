namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>
/// Least squares with a penalty on the squared weights, not on the intercept (Hoerl and Kennard 1970), for few features and any number of
/// samples: only the moments are kept.
/// </summary>
/// <param name="features">Number of features.</param>
internal sealed class RidgeRegression(int features)
{
    private readonly double[] _sums = new double[features + 1];
    private readonly double[,] _products = new double[features + 1, features + 1];
    private long _count;

    /// <summary>Adds a sample.</summary>
    public void Add(ReadOnlySpan<float> sample, double target)
    {
        _count++;
        for (var i = 0; i <= features; i++)
        {
            var value = i < features ? sample[i] : target;
            _sums[i] += value;
            for (var j = 0; j <= i; j++) _products[i, j] += value * (j < features ? sample[j] : target);
        }
    }

    /// <summary>Solves. Without samples the weights and the intercept are 0.</summary>
    /// <param name="penalty">Above 0.</param>
    public (double[] Weights, double Intercept) Solve(double penalty)
    {
        // (X^T X + penalty I) w = X^T y on centred data.
        using var scope = NewDisposeScope();
        var (products, targets) = (new double[features, features], new double[features]);
        for (var i = 0; i < features; i++)
        {
            targets[i] = Centred(features, i);
            for (var j = 0; j < features; j++) products[i, j] = Centred(Math.Max(i, j), Math.Min(i, j)) + (i == j ? penalty : 0);
        }
        var weights = linalg.solve(products.ToTensor(), targets.ToTensor()).data<double>().ToArray();
        var intercept = Mean(features) - weights.Select((weight, i) => weight * Mean(i)).Sum();
        return (weights, intercept);
    }

    private double Mean(int i) => _count > 0 ? _sums[i] / _count : 0;

    private double Centred(int i, int j) => _products[i, j] - _sums[i] * Mean(j);
}
