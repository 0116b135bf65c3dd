using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Tests.Shared;
using static TorchSharp.torch;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

[Collection(TorchCollection.Name)]
public sealed class DcaLossTests
{
    [Fact]
    public void It_is_the_negative_log_likelihood_of_the_negative_binomial()
    {
        using var scope = NewDisposeScope();
        float[] counts = [0, 1, 5, 0, 2, 0], means = [0.3f, 1.5f, 4, 2, 0.01f, 1e-8f], dispersions = [1, 0.5f, 10, 2, 1e-4f, 3];

        var loss = DcaLoss.Of(tensor(counts, [2, 3]), tensor(means, [2, 3]), tensor(dispersions, [2, 3])).item<float>();

        // P(y) = G(y + theta) / (y! G(theta)) (theta / (theta + mu))^theta (mu / (theta + mu))^y, where G(y + theta) / G(theta) is a product.
        var expected = counts.Select((y, i) =>
        {
            double mu = means[i], theta = dispersions[i];
            var rising = Enumerable.Range(0, (int)y).Sum(k => Math.Log(theta + k));
            return -(rising + theta * Math.Log(theta / (theta + mu)) + y * Math.Log(mu / (theta + mu)));
        }).Average();
        Assert.Equal(expected, loss, 1e-4);
    }
}
