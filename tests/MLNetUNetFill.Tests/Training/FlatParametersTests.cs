using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class FlatParametersTests : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();
    private readonly Parameter[] _parameters = [new(tensor([1f, 2f, 3f])), new(tensor([4f, 5f, 6f, 7f], [2, 2]))];

    [Fact]
    public void Parameters_keep_their_values_and_show_what_is_written_to_the_vector()
    {
        using var flat = new FlatParameters(_parameters);

        Assert.Equal([1, 2, 3], Values(_parameters[0]));
        Assert.Equal([4, 5, 6, 7], Values(_parameters[1]));
        using (no_grad()) flat.Values.zero_();
        Assert.Equal([0, 0, 0], Values(_parameters[0]));
        Assert.Equal([0, 0, 0, 0], Values(_parameters[1]));
        Assert.Equal([2, 2], _parameters[1].shape);
    }

    [Fact]
    public void Gradients_go_to_the_vector_in_every_step()
    {
        using var flat = new FlatParameters(_parameters);

        for (var step = 0; step < 3; step++)
        {
            flat.ZeroGradients();
            Loss().backward();

            Assert.Equal([2, 4, 6], Values(_parameters[0].grad!));
            Assert.Equal(2 * (1 + 2 + 3 + 4 + 5 + 6 + 7), flat.Gradients.sum().item<float>());
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(100)]
    public void Clips_the_norm_as_PyTorch_does(double most)
    {
        using var flat = new FlatParameters(_parameters);
        Parameter[] expected = [.. _parameters.Select(parameter => new Parameter(parameter.detach().clone()))];
        expected[0].mul(expected[0]).sum().add(expected[1].mul(expected[1]).sum()).backward();
        nn.utils.clip_grad_norm_(expected, most);

        Loss().backward();
        flat.ClipNorm(most);

        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(Values(expected[i].grad!), Values(_parameters[i].grad!), (a, b) => Math.Abs(a - b) <= 1e-6f * Math.Abs(a));
    }

    [Fact]
    public void Clips_every_value()
    {
        using var flat = new FlatParameters(_parameters);

        Loss().backward();
        flat.ClipValues(5);

        Assert.Equal([2, 4, 5], Values(_parameters[0].grad!));
    }

    public void Dispose() => _scope.Dispose();

    private Tensor Loss() => _parameters[0].mul(_parameters[0]).sum().add(_parameters[1].mul(_parameters[1]).sum());

    private static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
