using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class NormalizingTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Fixing_zero_divides_by_the_largest_magnitude()
    {
        var data = Rows([-4, 1], [2, 3]);
        var normalized = _context.Transforms.NormalizeMinMax("N", "Values").Fit(data).Transform(data);

        Assert.Equal([[-1, 1 / 3f], [0.5f, 1]], normalized.GetColumn<float[]>("N"));
    }

    [Fact]
    public void Without_fixing_zero_the_range_becomes_0_to_1()
    {
        var data = Rows([-4, 1], [0, 2], [4, 3]);
        var normalized = _context.Transforms.NormalizeMinMax("N", "Values", fixZero: false).Fit(data).Transform(data);

        Assert.Equal([[0, 0], [0.5f, 0.5f], [1, 1]], normalized.GetColumn<float[]>("N"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_constant_slot_becomes_zero(bool fixZero)
    {
        var data = Rows([7, 1], [7, 2]);
        var normalized = _context.Transforms.NormalizeMinMax("N", "Values", fixZero: fixZero).Fit(data).Transform(data);

        Assert.All(normalized.GetColumn<float[]>("N"), values => Assert.Equal(0, values[0]));
    }

    [Fact]
    public void NaN_does_not_count()
    {
        var data = Rows([float.NaN, 1], [2, 2], [4, 2]);
        var normalized = _context.Transforms.NormalizeMinMax("N", "Values").Fit(data).Transform(data).GetColumn<float[]>("N").ToArray();

        Assert.True(float.IsNaN(normalized[0][0]));
        Assert.Equal(0.5f, normalized[1][0]);
    }

    [Fact]
    public void Scalars_can_be_normalized_in_place()
    {
        var data = TestRows.Load(_context);
        var normalized = _context.Transforms.NormalizeMinMax("Size").Fit(data).Transform(data);

        Assert.Equal([0.25f, 0.5f, 1], normalized.GetColumn<float>("Size"));
    }

    [Fact]
    public void The_output_keeps_slot_names_and_says_that_it_is_normalized()
    {
        var data = TestRows.Load(_context);
        var normalized = _context.Transforms.NormalizeMinMax("N", "Values").Fit(data).Transform(data);

        Assert.Equal(["x", "y"], TestRows.SlotNames(normalized, "N"));
        Assert.True(normalized.Schema["N"].IsNormalized());
        Assert.Equal(data.Schema["Values"].Type, normalized.Schema["N"].Type);
    }

    [Fact]
    public void Text_cannot_be_normalized()
    {
        var chain = new EstimatorChain<ITransformer>().Append(_context.Transforms.NormalizeMinMax("N", "Name"));

        Assert.Contains(
            "Schema mismatch for input column 'Name'",
            Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(TestRows.Load(_context))).Message);
    }

    private IDataView Rows(params float[][] values) =>
        TestRows.Load(_context, [.. values.Select(row => new TestRow { Values = row })]);
}
