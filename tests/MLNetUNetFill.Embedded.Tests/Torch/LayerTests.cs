using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class LayerTests
{
    private static float[] Values(Tensor tensor) => tensor.reshape(-1).data<float>().ToArray();

    [Fact]
    public void Max_pooling_keeps_the_largest_of_each_window()
    {
        using var scope = NewDisposeScope();
        using var pool = nn.MaxPool2d(2);
        var image = tensor(new[] { 1f, 2, 3, 4, 8, 7, 6, 5, 9 }, [1, 1, 3, 3]);
        Assert.Equal([8f], Values(pool.call(image)));
        using var dense = nn.MaxPool2d(2, stride: 1);
        Assert.Equal([8f, 8f, 8f, 9f], Values(dense.call(image)));
        Assert.Equal([1, 1, 2, 2], nn.functional.max_pool2d(image, 2, ceil_mode: true).shape);
        Assert.Equal([1f, 3f, 6f, 9f], Values(nn.functional.max_pool2d(image, 2, padding: 1)));
    }

    [Fact]
    public void Dropout_drops_whole_channels_and_scales_the_rest_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var dropout = nn.Dropout2d(0.5);
        var channels = Values(dropout.call(ones(10, 50, 2, 2)).mean([2, 3]));
        Assert.All(channels, value => Assert.True(value is 0 or 2));
        Assert.InRange(channels.Count(value => value == 0), 150, 350);
        dropout.eval();
        Assert.All(Values(dropout.call(ones(1, 5, 2, 2))), value => Assert.Equal(1f, value));
        Assert.Equal(0.5, dropout.p);
        Assert.Equal(0f, nn.functional.dropout2d(ones(1, 5, 2, 2), p: 1).sum().item<float>());
    }

    [Fact]
    public void Activations_agree_with_their_formulas()
    {
        using var scope = NewDisposeScope();
        using var relu = nn.ReLU();
        using var overwriting = nn.ReLU(inplace: true);
        using var sigmoid = nn.Sigmoid();
        var x = tensor(new[] { -1f, 0, 2 });
        Assert.Equal([0f, 0f, 2f], Values(relu.call(x)));
        Assert.Equal([0f, 0f, 2f], Values(nn.functional.relu(x)));
        Assert.Equal(1 / (1 + Math.Exp(1)), Values(sigmoid.call(x))[0], 1e-6);
        Assert.Equal(0.5f, Values(nn.functional.sigmoid(x))[1]);
        Assert.Equal(-1f, Values(x)[0]);
        Assert.True(overwriting.inplace);
        overwriting.call(x);
        Assert.Equal(0f, Values(x)[0]);
    }

    [Theory]
    [InlineData(nn.Reduction.Mean, 2.5f, 1.5f)]
    [InlineData(nn.Reduction.Sum, 5f, 3f)]
    public void Losses_agree_with_their_formulas(nn.Reduction reduction, float square, float absolute)
    {
        using var scope = NewDisposeScope();
        var (output, target) = (tensor(new[] { 1f, 4f }), tensor(new[] { 2f, 2f }));
        Assert.Equal(square, nn.functional.mse_loss(output, target, reduction).item<float>());
        Assert.Equal(absolute, nn.functional.l1_loss(output, target, reduction).item<float>());
        Assert.Equal([1f, 4f], Values(nn.functional.mse_loss(output, target, nn.Reduction.None)));
        Assert.Equal([1f, 2f], Values(nn.functional.l1_loss(output, target, nn.Reduction.None)));
    }

    [Fact]
    public void Sequence_applies_its_modules_in_order()
    {
        using var scope = NewDisposeScope();
        using var named = nn.Sequential(("pool", nn.MaxPool2d(2)), ("bend", nn.Sigmoid()));
        using var numbered = nn.Sequential(nn.MaxPool2d(2), nn.Conv2d(1, 1, 1));
        Assert.Equal(["pool", "bend"], named.named_children().Select(child => child.name));
        Assert.Equal(["1.weight", "1.bias"], numbered.named_parameters().Select(parameter => parameter.name));
        Assert.Equal([0.5f], Values(named.call(tensor(new[] { -1f, -2, -3, 0 }, [1, 1, 2, 2]))));
        Assert.Equal(2, named.Count);
        Assert.IsType<TorchSharp.Modules.Sigmoid>(named[1]);
        using var grown = nn.Sequential().append(nn.ReLU()).append("last", nn.Sigmoid());
        Assert.Equal(["0", "last"], grown.named_children().Select(child => child.name));
        Assert.Equal(0.5f, grown.call(tensor(new[] { -1f })).item<float>());
        using var empty = nn.Sequential();
        var input = ones(1);
        using var output = empty.call(input);
        Assert.NotSame(input, output);
        Assert.Equal(1f, output.item<float>());
    }
}
