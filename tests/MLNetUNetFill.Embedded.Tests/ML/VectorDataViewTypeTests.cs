using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class VectorDataViewTypeTests
{
    [Fact]
    public void Vectors_are_equal_by_item_type_and_dimensions()
    {
        var vector = new VectorDataViewType(NumberDataViewType.Single, 6);

        Assert.Equal(vector, new VectorDataViewType(NumberDataViewType.Single, 6));
        Assert.Equal(vector.GetHashCode(), new VectorDataViewType(NumberDataViewType.Single, 6).GetHashCode());
        Assert.NotEqual(vector, new VectorDataViewType(NumberDataViewType.Double, 6));
        Assert.NotEqual(vector, new VectorDataViewType(NumberDataViewType.Single, 2, 3));
        Assert.False(vector.Equals(NumberDataViewType.Single));
    }

    [Fact]
    public void The_size_is_the_product_of_the_dimensions()
    {
        var matrix = new VectorDataViewType(NumberDataViewType.Single, 2, 3);

        Assert.Equal(6, matrix.Size);
        Assert.Equal([2, 3], matrix.Dimensions.ToArray());
        Assert.Equal(typeof(VBuffer<float>), matrix.RawType);
        Assert.Equal("Vector<Single, 2, 3>", matrix.ToString());
    }

    [Fact]
    public void A_size_may_be_unknown()
    {
        var vector = new VectorDataViewType(TextDataViewType.Instance);

        Assert.False(vector.IsKnownSize);
        Assert.Equal("Vector<String>", vector.ToString());
    }

    [Fact]
    public void A_negative_size_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => new VectorDataViewType(NumberDataViewType.Single, -1));
}
