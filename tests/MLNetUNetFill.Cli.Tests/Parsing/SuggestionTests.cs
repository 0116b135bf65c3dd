using MLNetUNetFill.Cli.Parsing;

namespace MLNetUNetFill.Cli.Tests.Parsing;

public class SuggestionTests
{
    private static readonly string[] Candidates = ["--epochs", "--seed", "--batch-size"];

    [Theory]
    [InlineData("--epoch", "--epochs")]
    [InlineData("--epohcs", "--epochs")]
    [InlineData("--sed", "--seed")]
    [InlineData("--batchsize", "--batch-size")]
    [InlineData("--labels", null)]
    [InlineData("--x", null)]
    public void A_slip_is_recognised_and_another_word_is_not(string word, string? expected) =>
        Assert.Equal(expected, Suggestion.For(word, Candidates));
}
