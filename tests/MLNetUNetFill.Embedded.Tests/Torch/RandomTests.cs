using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

[Collection(ProcessState.Name)]
public class RandomTests
{
    [Fact]
    public void Same_seed_gives_the_same_numbers_and_the_same_weights()
    {
        using var scope = NewDisposeScope();
        (Tensor, float[]) Draw(long seed)
        {
            manual_seed(seed);
            using var network = new SmallNetwork();
            var weights = network.parameters().SelectMany(parameter => parameter.detach().reshape(-1).data<float>().ToArray()).ToArray();
            return (rand(5), weights);
        }

        var (first, firstWeights) = Draw(3);
        var (again, weightsAgain) = Draw(3);
        var (other, otherWeights) = Draw(4);
        Assert.True(first.Equals(again));
        Assert.Equal(firstWeights, weightsAgain);
        Assert.False(first.Equals(other));
        Assert.NotEqual(firstWeights, otherWeights);
    }

    [Fact]
    public void Generator_of_its_own_leaves_the_default_one_alone()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        manual_seed(1);
        var expected = rand(3);
        manual_seed(1);
        var own = rand(3, generator: generator);
        Assert.True(expected.Equals(rand(3)));
        Assert.True(own.Equals(rand(3, generator: generator.manual_seed(5))));
    }

    [Fact]
    public void Initialisers_fill_within_their_bounds()
    {
        using var scope = NewDisposeScope();
        var weight = zeros(100, 50);
        float[] Values() => weight.reshape(-1).data<float>().ToArray();
        Assert.Same(weight, nn.init.uniform_(weight, -2, 3));
        Assert.All(Values(), value => Assert.InRange(value, -2, 3));
        Assert.Equal(0.5, Values().Average(), 0.1);
        nn.init.normal_(weight, 4, 0.5);
        Assert.Equal(4, Values().Average(), 0.05);
        // He et al. 2015: +-gain sqrt(3 / inputs), gain sqrt(2) for ReLU.
        nn.init.kaiming_uniform_(weight, nonlinearity: nn.init.NonlinearityType.ReLU);
        Assert.InRange(Values().Max(), 0.9 * Math.Sqrt(6.0 / 50), Math.Sqrt(6.0 / 50) + 1e-6);
        nn.init.kaiming_uniform_(weight, 0, nn.init.FanInOut.FanOut);
        Assert.InRange(Values().Max(), 0.9 * Math.Sqrt(6.0 / 100), Math.Sqrt(6.0 / 100) + 1e-6);
        nn.init.constant_(weight, 2);
        Assert.All(Values(), value => Assert.Equal(2f, value));
    }
}
