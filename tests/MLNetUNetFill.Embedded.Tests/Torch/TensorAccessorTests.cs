using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class TensorAccessorTests
{
    [Fact]
    public void Elements_are_read_in_row_major_order_whatever_the_layout()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2, 3, 4, 5, 6 }, [2, 3]).t();
        Assert.False(x.is_contiguous());
        Assert.Equal([1f, 4f, 2f, 5f, 3f, 6f], x.data<float>().ToArray());
        Assert.Equal([1f, 4f, 2f, 5f, 3f, 6f], x.data<float>());
        Assert.Equal(6, x.data<float>().Count);
        Assert.Equal(5f, x.data<float>()[1, 1]);
        Assert.Equal(5f, x.data<float>()[3]);
    }

    [Fact]
    public void Elements_are_copied_into_arrays_and_spans()
    {
        using var x = tensor(new[] { 1f, 2, 3 });
        using var data = x.data<float>();
        var array = new float[5];
        data.CopyTo(array, arrayIndex: 1);
        Assert.Equal([0f, 1f, 2f, 3f, 0f], array);
        Span<float> span = stackalloc float[2];
        data.CopyTo(span, tensorIndex: 1);
        Assert.Equal([2f, 3f], span.ToArray());
    }

    [Fact]
    public void Elements_are_written()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 2);
        x.data<float>()[1, 0] = 5;
        Assert.Equal([0f, 0f, 5f, 0f], x.data<float>().ToArray());
        x.data<float>().CopyFrom([1f, 2f, 3f, 4f]);
        Assert.Equal([1f, 2f, 3f, 4f], x.data<float>().ToArray());
        x.t().data<float>().CopyFrom(new ReadOnlySpan<float>([1f, 2f, 3f, 4f]));
        Assert.Equal([1f, 3f, 2f, 4f], x.data<float>().ToArray());
    }

    [Fact]
    public void Wrong_element_type_is_refused()
    {
        using var x = zeros(2);
        Assert.Throws<ArgumentException>(() => x.data<double>());
    }

    [Fact]
    public void Single_element_is_read_as_a_number()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2.5f });
        Assert.Equal(2.5f, x.item<float>());
        Assert.Equal(2.5f, x.ToSingle());
        Assert.Equal(2.5, x.ToDouble());
        Assert.Equal(7L, tensor(7L).ToInt64());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
    }
}
