using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class TensorShapeTests
{
    private static Tensor Counting(params long[] sizes) =>
        tensor(Enumerable.Range(0, (int)sizes.Aggregate(1L, (a, b) => a * b)).Select(i => (float)i).ToArray(), sizes);

    [Fact]
    public void Sizes_are_told()
    {
        using var x = zeros(2, 3, 4);
        Assert.Equal([2, 3, 4], x.shape);
        Assert.Equal(3, x.ndim);
        Assert.Equal(3, x.Dimensions);
        Assert.Equal(24, x.numel());
        Assert.Equal(24, x.NumberOfElements);
        Assert.Equal(4, x.size(2));
        Assert.Equal(4, x.size(-1));
        Assert.Equal([12, 4, 1], x.stride());
    }

    [Fact]
    public void Reshape_and_view_keep_the_order_of_elements()
    {
        using var scope = NewDisposeScope();
        var x = Counting(2, 3);
        Assert.Equal([3, 2], x.reshape(3, -1).shape);
        Assert.Equal(5f, x.view(6).data<float>()[5]);
        Assert.False(x.t().is_contiguous());
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], x.t().reshape(-1).data<float>().ToArray());
    }

    [Fact]
    public void Permuted_axes_carry_their_elements()
    {
        using var scope = NewDisposeScope();
        var x = Counting(2, 3, 4);
        Assert.Equal([4, 2, 3], x.permute(2, 0, 1).shape);
        Assert.Equal(x.data<float>()[1, 2, 3], x.permute(2, 0, 1).data<float>()[3, 1, 2]);
        Assert.Equal(x.data<float>()[1, 2, 3], x.transpose(0, 2).data<float>()[3, 2, 1]);
        Assert.True(x.transpose(0, 2).contiguous().is_contiguous());
    }

    [Fact]
    public void Parts_are_cut_out()
    {
        using var scope = NewDisposeScope();
        var x = Counting(3, 4);
        Assert.Equal([4f, 5f, 6f, 7f], x.select(0, 1).data<float>().ToArray());
        Assert.Equal([1f, 2f, 5f, 6f, 9f, 10f], x.narrow(1, 1, 2).contiguous().data<float>().ToArray());
        Assert.Equal([8f, 9f, 10f, 11f, 0f, 1f, 2f, 3f], x.index_select(0, tensor(new[] { 2L, 0L })).data<float>().ToArray());
        Assert.Equal([3f, 4f, 10f], x.gather(1, tensor(new[] { 3L, 0, 2 }, [3, 1])).reshape(-1).data<float>().ToArray());
        Assert.Equal([9f, 10f, 11f], x.masked_select(x > 8).data<float>().ToArray());
    }

    [Fact]
    public void Axes_of_size_one_come_and_go()
    {
        using var scope = NewDisposeScope();
        var x = Counting(2, 3);
        Assert.Equal([2, 1, 3], x.unsqueeze(1).shape);
        Assert.Equal([2, 3], x.unsqueeze(0).unsqueeze(-1).squeeze().shape);
        Assert.Equal([1, 2, 3], x.unsqueeze(0).unsqueeze(-1).squeeze(3).shape);
        Assert.Equal([4, 2, 3], x.expand(4, 2, 3).shape);
    }

    [Fact]
    public void Tensors_are_joined()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Counting(1, 2), Counting(1, 2) + 10);
        Assert.Equal([0f, 1f, 10f, 11f], cat([a, b], 0).data<float>().ToArray());
        Assert.Equal([1, 4], cat(new[] { a, b }, 1).shape);
        Assert.Equal([3, 2], cat(new List<Tensor> { a, b, a }).shape);
        Assert.Equal([2, 1, 2], stack([a, b]).shape);
        Assert.Equal([1, 2, 2], stack([a, b], -1).shape);
    }

    [Fact]
    public void One_tensor_alone_is_joined_without_a_copy()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2);
        var (array, list, stacked) = (cat([x], 0), cat(new List<Tensor> { x }), stack([x]));
        x.fill_(5);
        Assert.Equal([5f, 5f], array.data<float>().ToArray());
        Assert.Equal([5f, 5f], list.data<float>().ToArray());
        Assert.Equal([0f, 0f], stacked.data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => cat(new List<Tensor>()));
    }

    [Fact]
    public void Clone_and_copy_are_independent_views_are_not()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2);
        var (clone, same, copy, detached) = (x.clone(), x.alias(), x.to(CPU, copy: true), x.detach());
        x.add_(1);
        Assert.Equal([0f, 0f], clone.data<float>().ToArray());
        Assert.Equal([0f, 0f], copy.data<float>().ToArray());
        Assert.Equal([1f, 1f], same.data<float>().ToArray());
        Assert.Equal([1f, 1f], detached.data<float>().ToArray());
    }

    [Fact]
    public void Element_type_is_converted()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.7f, -1.7f });
        Assert.Equal([1L, -1L], x.to(ScalarType.Int64).data<long>().ToArray());
        var before = x.alias();
        Assert.Equal(ScalarType.Float64, before.to(ScalarType.Float64, disposeAfter: true).dtype);
        Assert.True(before.IsInvalid);
        Assert.Equal(ScalarType.Float32, x.cpu().dtype);
    }
}
