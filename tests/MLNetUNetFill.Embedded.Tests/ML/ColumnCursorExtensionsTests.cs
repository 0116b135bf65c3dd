using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class ColumnCursorExtensionsTests
{
    private readonly IDataView _data = TestRows.Load(new MLContext(seed: 1));

    [Fact]
    public void Text_comes_as_strings_and_vectors_as_arrays()
    {
        Assert.Equal(["a", "b", "a"], _data.GetColumn<string>("Name"));
        Assert.Equal(["a", "b", "a"], _data.GetColumn<ReadOnlyMemory<char>>("Name").Select(name => name.ToString()));
        Assert.Equal([[1, 2], [3, 4], [5, 0]], _data.GetColumn<float[]>(_data.Schema["Values"]));
    }

    [Fact]
    public void Another_type_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => _data.GetColumn<int>("Size").ToArray());

    [Fact]
    public void A_missing_column_is_named() =>
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => _data.GetColumn<int>("Nothing").ToArray()).Message);

    [Fact]
    public void Only_that_column_is_read()
    {
        var probe = new ProbeDataView();

        Assert.Equal([0, 1, 2, 3], probe.GetColumn<float>("B"));
        Assert.Equal(["B"], probe.Requests);
    }
}
