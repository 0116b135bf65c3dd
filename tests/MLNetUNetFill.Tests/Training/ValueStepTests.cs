using MLNetUNetFill.Networks;
using MLNetUNetFill.Numerics;
using MLNetUNetFill.Tests.Shared;
using MLNetUNetFill.Training;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class ValueStepTests
{
    [Theory]
    // Entries of a version, versions, epochs asked for: batches of the first version.
    [InlineData(40_000, 11, 0, 2 * 20)]
    [InlineData(40_000, 3, 0, 7 * 20)]
    [InlineData(10_000, 3, 0, 9 * 5)]
    [InlineData(100, 22, 0, 2 * 1)]
    [InlineData(40_000, 3, 3, 2 * 20)]
    public void Few_versions_of_few_entries_are_learned_from_more_often(int entries, int versions, int epochs, int expected)
    {
        using var scope = NewDisposeScope();
        var shape = new UNetShape(4, 1, 0) { InputChannels = 2, Outputs = 2, Growth = 1, Normalized = false };
        using var branch = new ValueBranch(shape, 4, 4);
        using var step = new ValueStep(branch, new UNetGapFillOptions { Epochs = epochs }, versions);
        var numbers = Enumerable.Range(0, 2 * entries).Select(i => i % 7 / 7f).ToArray();
        var version = new ValueEntries(numbers.ToTensor(2, entries), new long[entries].ToTensor(), numbers.ToTensor(entries),
            numbers.ToTensor(entries));

        Assert.Equal(expected, step.Prepare(ValueEntries.Join([version])).Count);
    }
}
