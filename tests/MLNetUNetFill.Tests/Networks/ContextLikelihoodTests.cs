using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Shared;
using TorchSharp;

namespace MLNetUNetFill.Tests.Networks;

[Collection(TorchCollection.Name)]
public sealed class ContextLikelihoodTests
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

        var found = ContextOutput.DetectionProbability(torch.tensor([0f, 0.5f, 40f]), torch.tensor([2f, 2f, 0.5f])).data<float>().ToArray();

        Assert.Equal(0, found[0]);
        Assert.Equal(1 - Math.Pow(2 / 2.5, 2), found[1], 1e-6);
        Assert.Equal(1 - Math.Pow(0.5 / 40.5, 0.5), found[2], 1e-6);
    }

    private static double NegativeBinomial(double mean, int target, double theta)
    {
        using var scope = torch.NewDisposeScope();
        return ContextLikelihood.NegativeBinomial(torch.tensor((float)mean), torch.tensor((float)target), torch.tensor((float)theta)).item<float>();
    }

    private static double Gaussian(double residual, double logDeviation)
    {
        using var scope = torch.NewDisposeScope();
        return ContextLikelihood.Gaussian(torch.tensor((float)residual), torch.tensor((float)logDeviation)).item<float>();
    }
}
