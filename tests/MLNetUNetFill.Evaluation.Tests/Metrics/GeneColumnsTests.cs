using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class GeneColumnsTests
{
    [Fact]
    public void Columns_are_centred_and_of_length_one_and_constants_are_none()
    {
        var columns = GeneColumns.Standardized(Counts.Of([1, 7, 0], [3, 7, 0], [5, 7, 4]).Cells, [0, 1, 2]);

        Assert.Equal([-1 / Math.Sqrt(2), 0, 1 / Math.Sqrt(2)], columns[0]!.Select(value => (double)value), Near);
        Assert.Null(columns[1]);
        Assert.Equal([-1 / Math.Sqrt(6), -1 / Math.Sqrt(6), 2 / Math.Sqrt(6)], columns[2]!.Select(value => (double)value), Near);
    }

    private static readonly IEqualityComparer<double> Near = EqualityComparer<double>.Create((a, b) => Math.Abs(a - b) < 1e-6, _ => 0);
}
