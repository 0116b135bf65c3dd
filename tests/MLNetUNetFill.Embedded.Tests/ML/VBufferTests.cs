using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class VBufferTests
{
    [Fact]
    public void A_dense_vector_has_no_indices()
    {
        var vector = new VBuffer<float>(3, [1, 2, 3]);

        Assert.True(vector.IsDense);
        Assert.Equal([1, 2, 3], vector.GetValues().ToArray());
        Assert.Equal(0, vector.GetIndices().Length);
        Assert.Equal(2, vector.GetItemOrDefault(1));
    }

    [Fact]
    public void A_sparse_vector_is_zero_where_it_has_no_value()
    {
        var vector = new VBuffer<float>(5, 2, [7, 9], [1, 4]);

        Assert.False(vector.IsDense);
        Assert.Equal([0, 7, 0, 0, 9], vector.DenseValues());
        Assert.Equal([new(1, 7), new(4, 9)], vector.Items());
        Assert.Equal(5, vector.Items(all: true).Count());
        Assert.Equal(9, vector.GetItemOrDefault(4));
        Assert.Equal(0, vector.GetItemOrDefault(3));
    }

    [Fact]
    public void A_vector_needs_as_many_values_as_it_counts() =>
        Assert.ThrowsAny<ArgumentException>(() => new VBuffer<float>(3, [1, 2]));

    [Fact]
    public void An_item_beyond_the_end_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => new VBuffer<float>(1, [1]).GetItemOrDefault(1));

    [Fact]
    public void Copies_share_no_memory()
    {
        var values = new float[] { 1, 2 };
        VBuffer<float> copy = default;
        new VBuffer<float>(2, values).CopyTo(ref copy);
        values[0] = 9;

        Assert.Equal([1, 2], copy.DenseValues());
    }

    [Fact]
    public void A_copy_uses_the_destinations_memory_again()
    {
        VBuffer<float> copy = new(4, new float[4]);
        ref readonly var before = ref copy.GetValues()[0];
        new VBuffer<float>(2, [1, 2]).CopyTo(ref copy);

        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(in before, in copy.GetValues()[0]));
        Assert.Equal(2, copy.Length);
    }

    [Fact]
    public void Sparse_and_dense_vectors_of_the_same_values_copy_alike() => Prop.ForAll(Vectors(), values =>
    {
        var dense = new VBuffer<int>(values.Length, values);
        var slots = Enumerable.Range(0, values.Length).Where(slot => values[slot] != 0).ToArray();
        var sparse = new VBuffer<int>(values.Length, slots.Length, [.. slots.Select(slot => values[slot])], slots);
        var start = values.Length / 3;
        var length = values.Length / 2;

        VBuffer<int> denseCopy = default, denseSlice = default, sparseSlice = default;
        sparse.CopyToDense(ref denseCopy);
        dense.CopyTo(ref denseSlice, start, length);
        sparse.CopyTo(ref sparseSlice, start, length);
        var span = new int[values.Length + 1];
        sparse.CopyTo(span, 1);

        return denseCopy.IsDense
            && denseCopy.DenseValues().SequenceEqual(values)
            && denseSlice.DenseValues().SequenceEqual(values.Skip(start).Take(length))
            && sparseSlice.DenseValues().SequenceEqual(values.Skip(start).Take(length))
            && span.Skip(1).SequenceEqual(values);
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<int[]> Vectors() => Gen.Choose(-2, 2).Select(value => Math.Max(0, value)).ArrayOf().ToArbitrary();
}
