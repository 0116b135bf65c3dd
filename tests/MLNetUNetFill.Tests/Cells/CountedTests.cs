using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Tests.Cells;

public class CountedTests
{
    [Theory]
    [InlineData(0, "0 entries")]
    [InlineData(1, "1 entry")]
    [InlineData(2, "2 entries")]
    [InlineData(12345, "12,345 entries")]
    public void A_number_goes_with_its_noun(long number, string expected) =>
        Assert.Equal(expected, Counted.Text(number, "entry", "entries"));
}
