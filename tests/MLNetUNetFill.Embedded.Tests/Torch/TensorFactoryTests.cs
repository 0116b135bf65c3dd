using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class TensorFactoryTests
{
    [Fact]
    public void Arrays_become_tensors_of_their_element_type()
    {
        using var scope = NewDisposeScope();
        var floats = tensor(new[] { 1f, 2, 3, 4, 5, 6 }, [2, 3]);
        Assert.Equal([2, 3], floats.shape);
        Assert.Equal(ScalarType.Float32, floats.dtype);
        Assert.Equal(6f, floats.data<float>()[1, 2]);
        Assert.Equal([7L, 8L], tensor(new[] { 7L, 8L }).data<long>().ToArray());
        Assert.Equal([2, 1], tensor(new[] { 7L, 8L }, [2, 1]).shape);
        Assert.Equal([0.5, 1.5], tensor(new[] { 0.5, 1.5 }).data<double>().ToArray());
        Assert.Equal([1, 2], tensor(new[] { 0.5, 1.5 }, [1, 2]).shape);
        Assert.Equal([true, false], tensor(new[] { true, false }).data<bool>().ToArray());
    }

    [Fact]
    public void Type_and_gradient_can_be_asked_for()
    {
        using var scope = NewDisposeScope();
        var converted = tensor(new[] { 1f, 2 }, dtype: float64, requires_grad: true);
        Assert.Equal(ScalarType.Float64, converted.dtype);
        Assert.True(converted.requires_grad);
        Assert.Equal(int64, zeros(2, dtype: int64).dtype);
    }

    [Fact]
    public void Single_numbers_become_tensors_without_dimensions()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(float32, tensor(1.5f).dtype);
        Assert.Equal(ScalarType.Float64, tensor(1.5).dtype);
        Assert.Equal(ScalarType.Int64, tensor(3L).dtype);
        Assert.Equal(0, tensor(1.5f).ndim);
        Assert.Equal(3L, tensor(3L).item<long>());
    }

    /// <summary>The tensor holds a copy: the array may be used again.</summary>
    [Fact]
    public void Array_is_copied()
    {
        float[] values = [1, 2];
        using var copy = tensor(values);
        values[0] = 9;
        Assert.Equal([1f, 2f], copy.data<float>().ToArray());
    }

    [Fact]
    public void Array_too_short_for_its_dimensions_is_refused() =>
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f }, [3]));

    [Fact]
    public void Constant_tensors_have_their_shape_and_value()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0f, 0f], zeros(2).data<float>().ToArray());
        Assert.Equal([1f, 1f], ones([2]).data<float>().ToArray());
        Assert.Equal([2, 3], zeros(2, 3).shape);
        Assert.Equal([2, 3, 4], zeros(2, 3, 4).shape);
        Assert.Equal([2, 3, 4, 5], ones(2, 3, 4, 5).shape);
        Assert.Equal([5f, 5f], full([2], 5f).data<float>().ToArray());
        Assert.Equal([3], empty([3]).shape);
        var like = tensor(new[] { 1L, 2L });
        Assert.Equal([0L, 0L], zeros_like(like).data<long>().ToArray());
        Assert.Equal([1f, 1f], ones_like(like, float32).data<float>().ToArray());
    }

    [Fact]
    public void Uniform_numbers_lie_in_the_unit_interval()
    {
        using var numbers = rand(1000);
        Assert.All(numbers.data<float>().ToArray(), value => Assert.InRange(value, 0f, 1f));
        Assert.Equal(0.5, numbers.data<float>().ToArray().Average(), 0.1);
    }

    [Fact]
    public void Normal_numbers_have_mean_zero_and_variance_one()
    {
        using var numbers = randn(50, 100);
        var values = numbers.data<float>().ToArray();
        Assert.Equal(0, values.Average(), 0.1);
        Assert.Equal(1, values.Average(value => value * value), 0.1);
    }
}
