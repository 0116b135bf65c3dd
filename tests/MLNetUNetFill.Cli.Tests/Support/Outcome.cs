namespace MLNetUNetFill.Cli.Tests.Support;

internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public Outcome Succeeds()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {Error}");
        return this;
    }

    /// <summary>Fails with one sentence that holds all of the fragments, after nothing but progress and warnings.</summary>
    public void FailsWith(int exitCode, params string[] fragments)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode}, expected {exitCode}: {Error}");
        var sentence = Assert.Single(ErrorLines, line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Equal(ErrorLines[^1], sentence);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected", sentence, StringComparison.Ordinal);
        foreach (var fragment in fragments) Assert.Contains(fragment, sentence, StringComparison.Ordinal);
        Assert.Empty(Output);
    }
}
