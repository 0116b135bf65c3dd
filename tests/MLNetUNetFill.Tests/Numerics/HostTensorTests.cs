using MLNetUNetFill.Numerics;
using MLNetUNetFill.Tests.Shared;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Numerics;

[Collection(TorchCollection.Name)]
public sealed class HostTensorTests
{
    [Fact]
    public void Numbers_are_copied() => ForAll.Seeds(seed =>
    {
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        var (rows, columns) = (random.Next(1, 9), random.Next(1, 9));
        var values = Enumerable.Range(0, rows * columns + random.Next(3)).Select(_ => random.NextDouble()).ToArray();
        var used = values.AsSpan(0, rows * columns).ToArray();

        var tensor = values.ToTensor(rows, columns);
        var copied = tensor.data<double>().ToArray();
        values[0] = -1;

        return copied.SequenceEqual(used) && tensor.shape.SequenceEqual([rows, columns]) && tensor[0, 0].item<double>() == used[0]
            && used.ToTensor().shape.SequenceEqual([used.Length])
            && Array.ConvertAll(used, value => (float)value).ToTensor().data<float>().SequenceEqual(used.Select(value => (float)value))
            && Array.ConvertAll(used, value => (long)(1e9 * value)).ToTensor().data<long>()
                .SequenceEqual(used.Select(value => (long)(1e9 * value)));
    });

    [Fact]
    public void No_numbers_are_an_empty_tensor()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([0L], Array.Empty<float>().ToTensor().shape);
        Assert.Equal([0L, 3L], Array.Empty<float>().ToTensor(0, 3).shape);
    }

    [Fact]
    public void A_matrix_keeps_its_rows()
    {
        using var scope = NewDisposeScope();

        var tensor = new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }.ToTensor();

        Assert.Equal([2L, 3L], tensor.shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.data<double>().ToArray());
    }

    [Fact]
    public void A_product_does_not_depend_on_where_the_garbage_collector_has_put_an_array()
    {
        using var scope = NewDisposeScope();
        const int rows = 7, columns = 1265;
        var random = new Random(1);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
        var (matrix, vector) = (Numbers(rows * columns), Numbers(columns));
        List<float[]> products = [], kept = [];
        for (var i = 0; i < 32; i++)
        {
            // The next array begins 8 bytes later than it would have.
            kept.Add(new float[2 * i]);
            products.Add(matrix.ToArray().ToTensor(rows, columns).mm(vector.ToArray().ToTensor(columns, 1)).data<float>().ToArray());
        }

        Assert.All(products, product => Assert.Equal(products[0], product));
        GC.KeepAlive(kept);
    }
}
