using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class KeyMappingTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Keys_count_values_from_one_by_occurrence()
    {
        var data = Names("b", "a", "b", "c");
        var keyed = _context.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(data).Transform(data);

        Assert.Equal(new KeyDataViewType(typeof(uint), 3), keyed.Schema["Key"].Type);
        Assert.Equal([1, 2, 1, 3], keyed.GetColumn<uint>("Key"));
        Assert.Equal(["b", "a", "c"], KeyValues(keyed, "Key"));
    }

    [Fact]
    public void Keys_can_follow_the_order_of_the_values()
    {
        var data = Names("b", "a", "B", "c");
        var keyed = _context.Transforms.Conversion
            .MapValueToKey("Key", "Name", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data).Transform(data);

        Assert.Equal(["B", "a", "b", "c"], KeyValues(keyed, "Key"));
        Assert.Equal([3, 2, 1, 4], keyed.GetColumn<uint>("Key"));
    }

    [Fact]
    public void Missing_and_unknown_values_have_the_key_zero()
    {
        var model = _context.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(Names("a", "", "b"));

        Assert.Equal([2, 0, 0], model.Transform(Names("b", "new", "")).GetColumn<uint>("Key"));
    }

    [Fact]
    public void Numbers_can_be_keys()
    {
        var data = TestRows.Load(_context);
        var keyed = _context.Transforms.Conversion.MapValueToKey("Key", "Size").Fit(data).Transform(data);

        Assert.Equal([1, 2, 3], keyed.GetColumn<uint>("Key"));
        VBuffer<float> values = default;
        keyed.Schema["Key"].GetKeyValues(ref values);
        Assert.Equal([1, 2, 4], values.DenseValues());
    }

    [Fact]
    public void The_number_of_keys_is_limited()
    {
        var data = Names("a", "b", "c");
        var keyed = _context.Transforms.Conversion.MapValueToKey("Key", "Name", maximumNumberOfKeys: 2).Fit(data).Transform(data);

        Assert.Equal([1, 2, 0], keyed.GetColumn<uint>("Key"));
    }

    [Fact]
    public void Keys_map_back_to_their_values()
    {
        var conversion = _context.Transforms.Conversion;
        var model = conversion.MapValueToKey("Key", "Name").Append(conversion.MapKeyToValue("Back", "Key")).Fit(Names("b", "a"));

        Assert.Equal(["a", "", "b"], model.Transform(Names("a", "new", "b")).GetColumn<string>("Back"));
    }

    [Fact]
    public void Only_keys_map_back()
    {
        var chain = new EstimatorChain<ITransformer>().Append(_context.Transforms.Conversion.MapKeyToValue("Back", "Name"));

        Assert.Contains(
            "Schema mismatch for input column 'Name'",
            Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(TestRows.Load(_context))).Message);
    }

    private static string[] KeyValues(IDataView data, string column)
    {
        Assert.True(data.Schema[column].HasKeyValues());
        VBuffer<ReadOnlyMemory<char>> values = default;
        data.Schema[column].GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    private IDataView Names(params string[] names) =>
        TestRows.Load(_context, [.. names.Select(name => new TestRow { Name = name, Values = [0, 0] })]);
}
