using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class ConvolutionTests
{
    private static Tensor Image() => tensor(new[] { 1f, 2, 3, 4, 5, 6, 7, 8, 9 }, [1, 1, 3, 3]);

    private static float[] Values(Tensor tensor) => tensor.reshape(-1).data<float>().ToArray();

    /// <summary>A kernel of ones sums each pixel's neighbourhood; the bias is added.</summary>
    [Fact]
    public void Convolution_sums_the_weighted_neighbourhood()
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(1, 1, 3, padding: 1);
        nn.init.ones_(convolution.weight);
        nn.init.constant_(convolution.bias!, 0.5);
        Assert.Equal([12.5f, 21.5f, 16.5f, 27.5f, 45.5f, 33.5f, 24.5f, 39.5f, 28.5f], Values(convolution.call(Image())));
    }

    [Fact]
    public void Stride_dilation_and_missing_bias_are_kept_to()
    {
        using var scope = NewDisposeScope();
        using var strided = nn.Conv2d(1, 1, 1, stride: 2, bias: false);
        nn.init.ones_(strided.weight);
        Assert.Null(strided.bias);
        Assert.Equal([1f, 3f, 7f, 9f], Values(strided.call(Image())));
        using var dilated = nn.Conv2d(1, 1, 2, dilation: 2, bias: false);
        nn.init.ones_(dilated.weight);
        Assert.Equal([20f], Values(dilated.call(Image())));
        Assert.Equal((1L, 1L), (dilated.in_channels, dilated.out_channels));
    }

    [Fact]
    public void Groups_keep_channels_apart()
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(2, 2, 1, groups: 2, bias: false);
        Assert.Equal([2, 1, 1, 1], convolution.weight.shape);
        convolution.weight = nn.Parameter(tensor(new[] { 2f, 3f }, [2, 1, 1, 1]));
        Assert.Equal([2f, 30f], Values(convolution.call(tensor(new[] { 1f, 10f }, [1, 2, 1, 1]))));
        Assert.Single(convolution.parameters());
    }

    [Fact]
    public void Padding_can_be_named()
    {
        using var scope = NewDisposeScope();
        using var same = nn.Conv2d(1, 1, 5, Padding.Same);
        using var valid = nn.Conv2d(1, 1, 3, Padding.Valid);
        Assert.Equal([1, 1, 3, 3], same.call(Image()).shape);
        Assert.Equal([1, 1, 1, 1], valid.call(Image()).shape);
    }

    /// <summary>A kernel that picks the upper left neighbour shows what the border is filled with.</summary>
    [Theory]
    [InlineData(PaddingModes.Zeros, new float[] { 0, 0, 0, 0, 1, 2, 0, 4, 5 })]
    [InlineData(PaddingModes.Reflect, new float[] { 5, 4, 5, 2, 1, 2, 5, 4, 5 })]
    [InlineData(PaddingModes.Replicate, new float[] { 1, 1, 2, 1, 1, 2, 4, 4, 5 })]
    [InlineData(PaddingModes.Circular, new float[] { 9, 7, 8, 3, 1, 2, 6, 4, 5 })]
    public void Border_is_filled_as_asked(PaddingModes mode, float[] expected)
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(1, 1, 3, padding: 1, padding_mode: mode, bias: false);
        nn.init.zeros_(convolution.weight);
        convolution.weight.detach().reshape(-1).data<float>()[0] = 1;
        Assert.Equal(expected, Values(convolution.call(Image())));
    }

    [Fact]
    public void Transposed_convolution_spreads_each_pixel()
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.ConvTranspose2d(1, 1, 2, stride: 2, bias: false);
        convolution.weight = nn.Parameter(tensor(new[] { 1f, 2, 3, 4 }, [1, 1, 2, 2]));
        var output = convolution.call(tensor(new[] { 1f, 10f }, [1, 1, 1, 2]));
        Assert.Equal([1f, 2f, 10f, 20f, 3f, 4f, 30f, 40f], Values(output));
        using var padded = nn.ConvTranspose2d(1, 1, 3, stride: 2, padding: 1, output_padding: 1);
        Assert.Equal([1, 1, 6, 6], padded.call(Image()).shape);
    }

    [Fact]
    public void Wrong_number_of_channels_is_refused()
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(2, 1, 1);
        using var transposed = nn.ConvTranspose2d(2, 1, 1);
        Assert.Throws<ArgumentException>(() => convolution.call(Image()));
        Assert.Throws<ArgumentException>(() => transposed.call(Image()));
    }

    /// <summary>PyTorch draws weights and bias from +-1/sqrt(inputs x kernel size).</summary>
    [Fact]
    public void Initial_weights_lie_within_PyTorchs_bound()
    {
        using var convolution = nn.Conv2d(4, 32, 3);
        var bound = 1 / Math.Sqrt(4 * 9);
        foreach (var parameter in convolution.parameters())
        {
            var values = Values(parameter.detach());
            Assert.All(values, value => Assert.InRange(value, -bound, bound));
            Assert.True(values.Max() > 0.7 * bound && values.Min() < -0.7 * bound);
        }

        convolution.reset_parameters();
        Assert.All(Values(convolution.weight.detach()), value => Assert.InRange(value, -bound, bound));
    }
}
