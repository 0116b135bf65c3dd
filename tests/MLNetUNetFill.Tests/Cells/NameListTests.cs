using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Tests.Cells;

public class NameListTests
{
    [Theory]
    [InlineData("B \"naïve\" 𝛼", "'B \"naïve\" 𝛼'")]
    [InlineData("a\tb", "'a\\tb'")]
    [InlineData("\u001b[2J\u0007\r\n\u009b\u202e\u2028x", "'?[2J??????x'")]
    public void What_a_file_holds_is_quoted_without_what_a_terminal_obeys(string text, string quoted) =>
        Assert.Equal(quoted, NameList.Quote(text));

    [Fact]
    public void A_long_text_is_quoted_in_part() => Assert.Equal($"'{new string('x', 60)}...'", NameList.Quote(new string('x', 61)));
}
