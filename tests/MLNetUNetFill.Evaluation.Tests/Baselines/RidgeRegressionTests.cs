using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

[Collection(TorchCollection.Name)]
public sealed class RidgeRegressionTests
{
    [Fact]
    public void Without_a_penalty_to_speak_of_an_exact_relation_is_found()
    {
        var ridge = new RidgeRegression(2);
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            float a = random.Next(10), b = random.Next(10);
            ridge.Add([a, b], 3 * a - 2 * b + 5);
        }

        var (weights, intercept) = ridge.Solve(1e-9);

        Assert.Equal([3, -2, 5], [.. weights, intercept], (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void The_gradient_of_the_penalised_squares_is_zero()
    {
        var random = new Random(2);
        var samples = Enumerable.Range(0, 30).Select(_ => (X: new float[] { random.NextSingle(), random.NextSingle(), random.NextSingle() },
            Y: random.NextDouble())).ToArray();
        var ridge = new RidgeRegression(3);
        foreach (var (x, y) in samples) ridge.Add(x, y);

        var (weights, intercept) = ridge.Solve(0.7);

        double Residual((float[] X, double Y) sample) => sample.Y - intercept - sample.X.Zip(weights, (x, w) => x * w).Sum();
        Assert.Equal(0, samples.Sum(Residual), 1e-9);
        for (var i = 0; i < 3; i++) Assert.Equal(0.7 * weights[i], samples.Sum(sample => Residual(sample) * sample.X[i]), 1e-9);
    }

    [Fact]
    public void Without_samples_everything_is_zero()
    {
        var (weights, intercept) = new RidgeRegression(2).Solve(1);

        Assert.Equal([0, 0, 0], [.. weights, intercept]);
    }
}
