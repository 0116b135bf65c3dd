using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Shared;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Networks;

[Collection(TorchCollection.Name)]
public sealed class ChannelScalingTests
{
    private static readonly float[] Values = [1, 2, 3, 6, 7, 7, 7, 7, -40, 0, 0, 40];

    [Fact]
    public void Channels_get_mean_0_and_deviation_1_and_constant_ones_become_0()
    {
        using var scope = NewDisposeScope();
        var channels = tensor(Values, [3, 4]);
        using var scaling = ChannelScaling.Learn(channels);

        var scaled = scaling.Apply(channels).data<float>().ToArray().Chunk(4).ToArray();

        foreach (var channel in new[] { scaled[0], scaled[2] })
        {
            Assert.Equal(0, channel.Average(), 1e-5f);
            Assert.Equal(1, channel.Average(value => value * value), 1e-5f);
        }
        Assert.All(scaled[1], value => Assert.Equal(0, value));
        Assert.All(scaling.Apply(channels + 1).data<float>().ToArray()[4..8], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Folding_leaves_the_branch_what_it_gives()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(1);
        var shape = new UNetShape(4, 1, 0) { InputChannels = 3, Outputs = 2, Growth = 1, Normalized = false };
        using var branch = new ValueBranch(shape, 4, 4);
        foreach (var parameter in branch.parameters()) parameter.copy_(rand(parameter.shape));
        branch.Standardise(tensor(Values, [3, 4]));
        var images = rand([2, 3, 4, 4]) * 10;

        var before = branch.call(images).data<float>().ToArray();
        branch.Fold();
        var after = branch.call(images).data<float>().ToArray();

        Assert.True(before.Max() - before.Min() > 0.5, "the output is constant: the comparison says little");
        for (var i = 0; i < before.Length; i++) Assert.Equal(before[i], after[i], 1e-3f);
    }
}
