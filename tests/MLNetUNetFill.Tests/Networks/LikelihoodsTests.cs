using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Context;
using MLNetUNetFill.Tests.Shared;
using TorchSharp;

namespace MLNetUNetFill.Tests.Networks;

[Collection(TorchCollection.Name)]
public sealed class LikelihoodsTests
{
    [Theory]
    [InlineData(0.7, 0, 2)]
    [InlineData(3.5, 4, 2)]
    [InlineData(120, 90, 0.3)]
    public void Negative_binomial_agrees_with_its_product_form(double mean, int target, double theta)
    {
        // P(t) = prod_{i < t} (theta + i) / (i + 1) * (theta / (theta + m))^theta * (m / (theta + m))^t; the loss leaves out ln t!.
        var expected = -theta * Math.Log(theta / (theta + mean)) - target * Math.Log(mean / (theta + mean));
        for (var i = 0; i < target; i++) expected -= Math.Log(theta + i);

        Assert.Equal(expected, NegativeBinomial(mean, target, theta), 1e-3 * Math.Max(1, Math.Abs(expected)));
    }

    [Fact]
    public void Negative_binomial_is_lowest_where_the_mean_is_the_target()
    {
        var best = NegativeBinomial(5, 5, 1.5);

        Assert.True(best < NegativeBinomial(4.5, 5, 1.5));
        Assert.True(best < NegativeBinomial(5.5, 5, 1.5));
    }

    [Fact]
    public void Negative_binomial_of_a_vanishing_mean_is_finite() => Assert.True(double.IsFinite(NegativeBinomial(0, 7, 1)));

    [Fact]
    public void Gaussian_is_lowest_where_the_deviation_is_the_residual()
    {
        Assert.Equal(Math.Log(2) + 0.5, Gaussian(-2, Math.Log(2)), 1e-5);
        Assert.True(Gaussian(-2, Math.Log(2)) < Gaussian(-2, Math.Log(1.9)));
        Assert.True(Gaussian(-2, Math.Log(2)) < Gaussian(-2, Math.Log(2.1)));
    }

    [Fact]
    public void Detection_probability_agrees_with_the_negative_binomial()
    {
        using var scope = torch.NewDisposeScope();

        var found = ContextPredictor.DetectionProbability(torch.tensor([2f, 2f, 0.5f]), torch.tensor([0f, 0.25f, 80f])).data<float>()
            .ToArray();

        Assert.Equal(0, found[0]);
        Assert.Equal(1 - Math.Pow(1 / 1.25, 2), found[1], 1e-6);
        Assert.Equal(1 - Math.Pow(1 / 81.0, 0.5), found[2], 1e-6);
    }

    [Theory]
    [InlineData(2e-4, 1.5, 0, 5000)]
    [InlineData(2e-4, 1.5, 3, 5000)]
    [InlineData(0.02, 0.01, 8000, 400_000)]
    [InlineData(1e-6, 1e4, 7, 2000)]
    public void The_posterior_agrees_with_the_integral_over_the_share(double share, double shape, float count, float library)
    {
        using var scope = torch.NewDisposeScope();

        var (posterior, odds) = ContextOutput.Posterior(
            torch.tensor((float)share), torch.tensor((float)shape), torch.tensor(count), torch.tensor(library));

        // Prior times likelihood is proportional to x^(shape - 1 + count) exp(-x (shape / share + library)): sums over a fine grid of ln x.
        double rate = shape / share + library, most = (shape + count) / rate, total = 0, first = 0;
        for (var log = Math.Log(most) - 40 / Math.Min(1, Math.Sqrt(shape + count)); log < Math.Log(most) + 8; log += 1e-3)
        {
            var x = Math.Exp(log);
            var weight = Math.Exp((shape + count) * (log - Math.Log(most)) - rate * (x - most));
            (total, first) = (total + weight, first + weight * x);
        }
        Assert.Equal(first / total, posterior.item<float>() * odds.item<float>() / library, 2e-3 * first / total);
    }

    [Fact]
    public void The_posterior_of_a_deep_count_is_the_count_and_of_a_certain_prior_the_prior()
    {
        using var scope = torch.NewDisposeScope();

        var (deep, deepOdds) = ContextOutput.Posterior(torch.tensor(1e-4f), torch.tensor(0.5f), torch.tensor(50_000f), torch.tensor(1e6f));
        var (sure, sureOdds) = ContextOutput.Posterior(torch.tensor(1e-3f), torch.tensor(1e5f), torch.tensor(0f), torch.tensor(2000f));

        Assert.Equal(50_000, (deep * deepOdds).item<float>(), 50_000 * 0.01);
        Assert.Equal(2, (sure * sureOdds).item<float>(), 0.01);
    }

    private static double NegativeBinomial(double mean, int target, double theta)
    {
        using var scope = torch.NewDisposeScope();
        return Likelihoods.NegativeBinomial(torch.tensor((float)mean), torch.tensor((float)target),
            torch.tensor((float)theta)).item<float>();
    }

    private static double Gaussian(double residual, double logDeviation)
    {
        using var scope = torch.NewDisposeScope();
        return Likelihoods.Gaussian(torch.tensor((float)residual), torch.tensor((float)logDeviation)).item<float>();
    }
}
