using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Embedded.Tests.ML;

public class TrainTestSplitTests
{
    private readonly MLContext _context = new();

    [Fact]
    public void Each_row_is_on_one_side()
    {
        var data = new ProbeDataView(1000);
        var split = _context.Data.TrainTestSplit(data, testFraction: 0.2);
        var train = split.TrainSet.GetColumn<float>("A").ToArray();
        var test = split.TestSet.GetColumn<float>("A").ToArray();

        Assert.Equal(Enumerable.Range(0, 1000).Select(row => (float)row), train.Concat(test).Order());
        Assert.InRange(test.Length, 140, 260);
        Assert.Equal(data.Schema.Select(column => column.Name), split.TrainSet.Schema.Select(column => column.Name));
    }

    [Fact]
    public void A_split_is_the_same_each_time_it_is_read()
    {
        var test = _context.Data.TrainTestSplit(new ProbeDataView(100), 0.3).TestSet;

        Assert.Equal(test.GetColumn<float>("A"), test.GetColumn<float>("A"));
    }

    [Fact]
    public void The_seed_decides()
    {
        float[] Test(int seed) => [.. _context.Data.TrainTestSplit(new ProbeDataView(200), 0.3, seed: seed).TestSet.GetColumn<float>("A")];

        Assert.Equal(Test(1), Test(1));
        Assert.NotEqual(Test(1), Test(2));
    }

    [Fact]
    public void Rows_with_the_same_key_stay_together()
    {
        var rows = Enumerable.Range(0, 300).Select(row => new TestRow { Name = $"donor {row % 30}", Size = row, Values = [0, 0] });
        var split = _context.Data.TrainTestSplit(TestRows.Load(_context, rows), 0.3, samplingKeyColumnName: "Name");
        var train = split.TrainSet.GetColumn<string>("Name").ToHashSet();
        var test = split.TestSet.GetColumn<string>("Name").ToHashSet();

        Assert.Equal(30, train.Count + test.Count);
        Assert.Empty(train.Intersect(test));
        Assert.NotEmpty(test);
        Assert.NotEmpty(train);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_0_to_1_is_refused(double fraction) =>
        Assert.ThrowsAny<ArgumentException>(() => _context.Data.TrainTestSplit(new ProbeDataView(), fraction));

    [Fact]
    public void A_missing_key_column_is_named()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.TrainTestSplit(new ProbeDataView(), 0.2, "Donor"));

        Assert.Contains("'Donor'", error.Message);
    }
}
