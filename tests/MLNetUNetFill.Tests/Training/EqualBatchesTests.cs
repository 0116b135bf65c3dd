using MLNetUNetFill.Training;

namespace MLNetUNetFill.Tests.Training;

public sealed class EqualBatchesTests
{
    [Theory]
    [InlineData(0, 8, 1, new int[0])]
    [InlineData(5, 8, 1, new[] { 5 })]
    [InlineData(17, 8, 1, new[] { 5, 6, 6 })]
    [InlineData(3, 1, 2, new[] { 3 })]
    [InlineData(5, 1, 2, new[] { 2, 3 })]
    [InlineData(1, 8, 2, new[] { 1 })]
    public void Batches_are_about_equal_and_none_is_too_small(int items, int size, int fewest, int[] expected)
    {
        int[] numbers = [.. Enumerable.Range(0, items)];
        var batches = EqualBatches.Split(numbers, size, fewest).ToArray();

        Assert.Equal(expected, batches.Select(batch => batch.Length));
        Assert.Equal(numbers, batches.SelectMany(batch => batch.ToArray()));
        Assert.Equal(expected.Length, EqualBatches.Count(items, size, fewest));
    }
}
