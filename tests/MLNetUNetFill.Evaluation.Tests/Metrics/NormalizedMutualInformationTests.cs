using FsCheck.Fluent;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class NormalizedMutualInformationTests
{
    /// <summary>Examples of scikit-learn's documentation and tests of <c>normalized_mutual_info_score</c> and the equal
    /// <c>v_measure_score</c>.</summary>
    [Theory]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 1, 1, 0, 0 }, 1)]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 0, 1, 2, 3 }, 0)]
    [InlineData(new[] { 0, 0, 1, 2 }, new[] { 0, 0, 1, 1 }, 0.8)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 1, 2, 3 }, 2.0 / 3)]
    [InlineData(new[] { 0, 0, 0, 1, 1, 1 }, new[] { 0, 1, 0, 1, 2, 2 }, 0.51580)]
    [InlineData(new[] { 2, 2, 2 }, new[] { 7, 7, 7 }, 1)]
    [InlineData(new int[0], new int[0], 1)]
    public void Values_agree_with_scikit_learn(int[] a, int[] b, double expected) =>
        Assert.Equal(expected, NormalizedMutualInformation.Compute(a, b), 5e-6);

    [Fact]
    public void It_is_symmetric_and_within_its_range() => ForAll.Of(
        from length in Gen.Choose(2, 60)
        from a in Gen.ArrayOf(Gen.Choose(0, 4), length)
        from b in Gen.ArrayOf(Gen.Choose(0, 4), length)
        select (a, b),
        it => NormalizedMutualInformation.Compute(it.a, it.b) is >= 0 and <= 1 and var nmi
            && Math.Abs(nmi - NormalizedMutualInformation.Compute(it.b, it.a)) < 1e-12
            && Math.Abs(NormalizedMutualInformation.Compute(it.a, it.a) - 1) < 1e-12);
}
