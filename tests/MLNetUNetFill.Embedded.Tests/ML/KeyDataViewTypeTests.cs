using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class KeyDataViewTypeTests
{
    [Fact]
    public void Keys_are_equal_by_raw_type_and_count()
    {
        var key = new KeyDataViewType(typeof(uint), 5);

        Assert.Equal(key, new KeyDataViewType(typeof(uint), 5));
        Assert.NotEqual(key, new KeyDataViewType(typeof(uint), 6));
        Assert.NotEqual(key, new KeyDataViewType(typeof(ulong), 5));
        Assert.Equal("Key<UInt32, 0-4>", key.ToString());
    }

    [Fact]
    public void A_key_needs_an_unsigned_type() =>
        Assert.ThrowsAny<ArgumentException>(() => new KeyDataViewType(typeof(int), 5));

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void A_count_must_be_positive_and_fit_the_type(int count) =>
        Assert.ThrowsAny<ArgumentException>(() => new KeyDataViewType(typeof(byte), count));
}
