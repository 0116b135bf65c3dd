namespace MLNetUNetFill.Cli.Parsing;

/// <summary>Describes the error of a command line in one sentence.</summary>
internal static class UsageError
{
    /// <summary>The sentence.</summary>
    /// <param name="parsed">A command line with at least one error.</param>
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? command.Name : $"{parsed.RootCommandResult.Command.Name} {command.Name}";
        var help = $"see '{path} --help'";
        var hasVerbs = command.Subcommands.Count > 0;
        foreach (var option in command.Options)
            if (parsed.GetResult(option) is { Implicit: false } result && (result.Tokens.Count < option.Arity.MinimumNumberOfValues
                || result.Tokens.Any(token => command.Options.Any(other => other.Name == token.Value))))
                return $"{option.Name} has no value{(result.Tokens.Count > 0 ? $" before {result.Tokens[0].Value}" : "")}; expected "
                    + $"{option.Name} {option.HelpName ?? "VALUE"}.";
        foreach (var option in command.Options)
            if (option.Arity.MaximumNumberOfValues == 1 && parsed.GetResult(option) is { IdentifierTokenCount: > 1 and var times })
                return $"{option.Name} is given {times} times; expected it once.";
        // After a mistyped verb its options are unknown too; after a mistyped option its value stands alone.
        var stray = parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-') != hasVerbs)
            ?? parsed.UnmatchedTokens.FirstOrDefault();
        if (stray is not null)
        {
            var isOption = stray.StartsWith('-');
            var near = Suggestion.For(stray, isOption ? command.Options.Select(option => option.Name)
                : command.Subcommands.Select(verb => verb.Name));
            var what = isOption ? $"'{stray}' is no option of '{path}'"
                : hasVerbs ? $"'{stray}' is no verb of '{path}'"
                : $"'{path}' takes options only, but '{stray}' stands alone";
            return near is null ? $"{what}; {help}." : $"{what}; did you mean {near}?";
        }
        if (hasVerbs)
            return $"A verb is missing; expected one of {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}.";

        var missing = command.Options.Where(option => option.Required && parsed.GetResult(option) is null or { Implicit: true })
            .Select(option => $"{option.Name} {option.HelpName ?? "VALUE"}").ToList();
        return missing.Count > 0 ? $"'{path}' needs {string.Join(" and ", missing)}; {help}." : parsed.Errors[0].Message;
    }
}

/// <summary>Options that are right one by one but not together; the message is one sentence.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Runs a library's own check of all options, for what the ranges of the single options let through, such as a mask rate that
    /// is 0 in single precision.</summary>
    /// <exception cref="UsageException">The check complained.</exception>
    public static void ThrowIfRefused(Action validate)
    {
        try
        {
            validate();
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // The runtime appends the parameter and the value to the sentence.
            throw new UsageException(OptionWording.Translate(exception.Message.Split('\n', '(')[0].Trim()));
        }
    }
}

/// <summary>Finds the word that a mistyped one was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The candidate nearest to a word, if it is near enough to be a slip.</summary>
    /// <param name="word">As typed.</param>
    /// <param name="candidates">What it may have been meant to be.</param>
    /// <returns>The nearest, or null if all are more than 3 edits, or a third of the word, away.</returns>
    public static string? For(string word, IEnumerable<string> candidates) =>
        candidates.Select(candidate => (candidate, distance: Distance(word, candidate)))
            .Where(near => near.distance <= Math.Clamp(word.TrimStart('-').Length / 3, 1, 3))
            .OrderBy(near => near.distance)
            .Select(near => near.candidate)
            .FirstOrDefault();

    /// <summary>Optimal string alignment: insertions, deletions, replacements and swaps of neighbours (Damerau 1964).</summary>
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) table[i, j] =
                    Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        return table[a.Length, b.Length];
    }
}
