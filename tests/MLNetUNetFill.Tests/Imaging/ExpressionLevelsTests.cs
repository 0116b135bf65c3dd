using MLNetUNetFill.Imaging;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Imaging;

public sealed class ExpressionLevelsTests
{
    [Fact]
    public void The_expected_level_is_the_value_itself() => ForAll.Seeds(seed =>
    {
        var random = new Random(seed);
        var value = seed % 7 == 0 ? seed % 2 : random.NextSingle();
        var levels = new float[4 * (1 + seed % 5)];
        ExpressionLevels.Encode(value, levels);

        var expected = levels.Zip(ExpressionLevels.Centres(levels.Length), (weight, centre) => weight * centre).Sum();
        return levels.Count(weight => weight > 0) <= 2 && Math.Abs(levels.Sum() - 1) < 1e-5 && Math.Abs(expected - value) < 1e-5;
    });

    [Fact]
    public void A_single_level_takes_the_value_as_it_is()
    {
        var levels = new float[1];
        ExpressionLevels.Encode(0.3f, levels);

        Assert.Equal([0.3f], levels);
    }
}
