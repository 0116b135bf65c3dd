using System.Text.RegularExpressions;
using MLNetUNetFill.Cli.Terminal;
using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

public class HelpTests
{
    [Fact]
    public void Help_of_every_verb_names_every_option_and_its_default()
    {
        var root = CommandLineHost.CreateRoot(new CommandContext(new Log(TextWriter.Null), CancellationToken.None));
        Assert.Equal(["simulate", "convert", "train", "fill", "evaluate", "compare", "run", "demo"],
            root.Subcommands.Select(verb => verb.Name));
        foreach (var verb in root.Subcommands)
        {
            var help = new StringWriter();
            Assert.Equal(0, root.Parse([verb.Name, "--help"]).Invoke(new() { Output = help }));
            foreach (var option in verb.Options)
            {
                Assert.Contains(option.Name, help.ToString(), StringComparison.Ordinal);
                Assert.False(string.IsNullOrWhiteSpace(option.Description), $"{verb.Name} {option.Name} has no description");
            }
        }
    }

    [Fact]
    public void Help_of_a_verb_names_no_option_that_it_lacks()
    {
        var root = CommandLineHost.CreateRoot(new CommandContext(new Log(TextWriter.Null), CancellationToken.None));
        foreach (var verb in root.Subcommands)
            foreach (var option in verb.Options)
                // What is quoted is the command line of another verb.
                foreach (Match named in Regex.Matches(Regex.Replace(option.Description!, "'[^']*'", ""), "--[a-z-]+"))
                    Assert.True(verb.Options.Any(other => other.Name == named.Value), $"{verb.Name} {option.Name} names {named.Value}");
    }

    [Fact]
    public void Help_of_train_gives_defaults_and_ranges()
    {
        var help = Unetfill.Run("train", "--help").Succeeds().Output.ReplaceLineEndings(" ");
        foreach (var text in (string[])["[default: 2048]", "100 for --preset published]", "[default: 0.2]",
            "0.001 for --preset published]", "[default: auto]", "[default: context]",
            "expected|if-expressed|threshold|denoise-all|expected-log", "fast", "[default: co-expression]",
            "[default: enough for 2000 steps, 6 to 11; --effort fast: 600 steps, 3 to 5; --effort best: 4000 steps, 12 to 24; "
                + "25 for --preset published with --effort fast; 100",
            "[default: 16; 8 for --effort fast; 32 for --effort best; 8 for --preset published]", "co-expression|random", "auto|cpu|cuda"])
            Assert.Contains(text, help, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_printed() => Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", Unetfill.Run("--version").Succeeds().Output);
}
