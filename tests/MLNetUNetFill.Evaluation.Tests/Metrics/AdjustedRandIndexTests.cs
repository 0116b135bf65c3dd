using FsCheck.Fluent;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class AdjustedRandIndexTests
{
    /// <summary>The worked example of Yeung and Ruzzo, Details of the adjusted Rand index (2001): 0.313.</summary>
    [Fact]
    public void The_published_example_is_reproduced() =>
        Assert.Equal(0.313, AdjustedRandIndex.Compute([1, 1, 2, 2, 2, 2, 3, 3, 3, 3], ["a", "b", "a", "b", "b", "c", "c", "c", "c", "c"]),
        5e-4);

    /// <summary>Examples of scikit-learn's documentation and tests of <c>adjusted_rand_score</c>.</summary>
    [Theory]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 1, 1, 0, 0 }, 1)]
    [InlineData(new[] { 0, 0, 1, 2 }, new[] { 0, 0, 1, 1 }, 4.0 / 7)]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 0, 1, 2, 3 }, 0)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 1, 0, 1 }, -0.5)]
    [InlineData(new[] { 0, 0, 0, 1, 1, 1 }, new[] { 0, 1, 0, 1, 2, 2 }, 8.0 / 33)]
    [InlineData(new int[0], new int[0], 1)]
    [InlineData(new[] { 0 }, new[] { 5 }, 1)]
    [InlineData(new[] { 2, 2, 2 }, new[] { 7, 7, 7 }, 1)]
    [InlineData(new[] { 0, 1, 2 }, new[] { 5, 4, 3 }, 1)]
    public void Values_agree_with_scikit_learn(int[] a, int[] b, double expected) => Assert.Equal(expected, AdjustedRandIndex.Compute(a, b),
        1e-12);

    [Fact]
    public void It_is_symmetric_blind_to_names_and_within_its_range() => ForAll.Of(
        from length in Gen.Choose(2, 60)
        from a in Gen.ArrayOf(Gen.Choose(0, 4), length)
        from b in Gen.ArrayOf(Gen.Choose(0, 4), length)
        from names in Gen.Shuffle(new[] { 0, 1, 2, 3, 4 })
        select (a, b, names),
        it =>
        {
            var index = AdjustedRandIndex.Compute(it.a, it.b);
            string[] renamed = [.. it.b.Select(label => "type " + it.names[label])];
            return index is >= -0.5 and <= 1
                && index == AdjustedRandIndex.Compute(it.b, it.a)
                && index == AdjustedRandIndex.Compute(it.a, renamed)
                && AdjustedRandIndex.Compute(it.b, renamed) == 1;
        });

    [Fact]
    public void Random_labels_score_about_zero() => ForAll.Seeds(seed =>
    {
        var random = new Random(seed);
        int[] Labels() => [.. Enumerable.Range(0, 2000).Select(_ => random.Next(5))];
        return Math.Abs(AdjustedRandIndex.Compute(Labels(), Labels())) < 0.02;
    });

    [Fact]
    public void Many_items_do_not_overflow()
    {
        int[] labels = [.. Enumerable.Range(0, 200_000).Select(item => item % 2)];

        Assert.Equal(1, AdjustedRandIndex.Compute(labels, labels));
    }

    [Fact]
    public void Partitions_of_different_length_are_refused() =>
        Assert.Contains("3 labels against 2", Assert.Throws<ArgumentException>(() => AdjustedRandIndex.Compute([1, 2, 3], [1, 2])).Message);
}
