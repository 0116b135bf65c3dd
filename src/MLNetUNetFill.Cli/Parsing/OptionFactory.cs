using System.CommandLine.Parsing;
using System.Numerics;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>Makes options whose help names the accepted values and whose errors name the value found.</summary>
internal static class OptionFactory
{
    /// <summary>A path that must be given.</summary>
    public static Option<string> RequiredPath(string name, string placeholder, string description)
    {
        var option = OptionalPath(name, placeholder, description);
        option.Required = true;
        return option!;
    }

    /// <summary>A path that may be left out.</summary>
    public static Option<string?> OptionalPath(string name, string placeholder, string description) =>
        new(name)
        {
            Description = description,
            HelpName = placeholder,
            CustomParser = result => ReadPath(name, result.Tokens[0].Value, result),
        };

    /// <summary>Any text, null where none is given.</summary>
    public static Option<string?> OptionalText(string name, string placeholder, string description, Func<string, bool>? isValid = null,
        string expected = "a text") =>
        Single<string?>(name, placeholder, description, expected, text => (isValid?.Invoke(text) != false, text));

    /// <summary>A number in a range.</summary>
    public static Option<T> Number<T>(string name, string description, T byDefault, ValueRule<T> rule) where T : struct, INumber<T> =>
        WithDefault(Single(name, "N", $"{description}: {rule.Expected}", rule.Expected, rule.Read), byDefault);

    /// <summary>A number in a range, null where it is not given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it sets.</param>
    /// <param name="otherwise">What holds where it is not given, in words.</param>
    /// <param name="rule">The range.</param>
    public static Option<T?> OptionalNumber<T>(string name, string description, string otherwise, ValueRule<T> rule)
        where T : struct, INumber<T> =>
        Single<T?>(name, "N", $"{description}: {rule.Expected} [default: {otherwise}]", rule.Expected, text => rule.Read(text));

    /// <summary>The number of genes: <c>all</c>, kept as 0, or a number.</summary>
    public static Option<int> GeneCount(string name, string description, int byDefault)
    {
        const string expected = "'all' or a whole number, at least 2";
        return WithDefault(Single(name, "N|all", $"{description}: {expected}", expected,
            text => text == "all" ? (true, 0) : Rules.Whole(2).Read(text)), byDefault);
    }

    /// <summary>One of a few words, each standing for a value; the first is the default.</summary>
    // The default is named here: the help would print the value's name in the code.
    public static Option<T> Choice<T>(string name, string description, params (string Word, T Value)[] choices) =>
        OneOf(name, $"{description} [default: {choices[0].Word}]", [.. choices.Select(choice => choice.Word)],
            word => choices.First(choice => choice.Word == word).Value);

    /// <summary>One of a few words, null where none is given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it sets.</param>
    /// <param name="otherwise">What holds where it is not given, in words.</param>
    /// <param name="words">The words.</param>
    public static Option<string?> OptionalChoice(string name, string description, string otherwise, string[] words) =>
        OneOf<string?>(name, $"{description} [default: {otherwise}]", words, word => word);

    /// <summary>Some of a few words, separated by commas.</summary>
    /// <param name="name">The option.</param>
    /// <param name="placeholder">Stands for the words in the help.</param>
    /// <param name="description">For the help.</param>
    /// <param name="known">The words.</param>
    /// <param name="byDefault">How many of them, the first, are meant where the option is not given.</param>
    public static Option<string[]> Words(string name, string placeholder, string description, IReadOnlyList<string> known,
        int byDefault) =>
        new(name)
        {
            Description = $"{description}: {string.Join(", ", known)} [default: "
                + $"{(byDefault == known.Count ? "all" : $"the first {byDefault}")}]",
            HelpName = placeholder,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                var words = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
                foreach (var word in words)
                    if (!known.Contains(word))
                    {
                        var meant = Suggestion.For(word, known) is { } near ? $" (did you mean {near}?)" : "";
                        result.AddError($"{name} names '{word}'{meant}; expected some of {string.Join(", ", known)}, separated by commas.");
                    }
                return [.. words.Distinct()];
            },
        };

    /// <summary>Different whole numbers, at least 0, separated by commas.</summary>
    public static Option<int[]> Numbers(string name, string description, int byDefault) =>
        new(name)
        {
            Description = $"{description}, separated by commas",
            HelpName = "N,...",
            Arity = ArgumentArity.ExactlyOne,
            DefaultValueFactory = _ => [byDefault],
            CustomParser = result =>
            {
                var numbers = new List<int>();
                foreach (var word in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
                {
                    var (isValid, number) = Rules.Whole(0).Read(word);
                    if (!isValid || numbers.Contains(number))
                        result.AddError(Complaint(name, result.Tokens[0].Value,
                            "different whole numbers, at least 0, separated by commas"));
                    numbers.Add(number);
                }
                return [.. numbers];
            },
        };

    /// <summary>Paths, as many as there are.</summary>
    public static Option<string[]> Paths(string name, string placeholder, string description) =>
        new(name)
        {
            Description = description,
            HelpName = placeholder,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.Select(token => ReadPath(name, token.Value, result))],
        };

    /// <summary>An option with one value; one that cannot be read is refused with the text found.</summary>
    private static Option<T> Single<T>(string name, string placeholder, string description, string expected,
        Func<string, (bool IsValid, T Value)> read) =>
        new(name)
        {
            Description = description,
            HelpName = placeholder,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                var (isValid, value) = read(text);
                if (!isValid) result.AddError(Complaint(name, text, expected));
                return value;
            },
        };

    private static Option<T> OneOf<T>(string name, string description, string[] words, Func<string, T> valueOf) =>
        Single(name, string.Join("|", words), description, "one of " + string.Join(", ", words),
            text => words.Contains(text) ? (true, valueOf(text)) : (false, default(T)!));

    private static Option<T> WithDefault<T>(Option<T> option, T byDefault)
    {
        option.DefaultValueFactory = _ => byDefault;
        return option;
    }

    private static string ReadPath(string name, string text, ArgumentResult result)
    {
        // An option that follows at once is taken for the value that was forgotten.
        var isOption = result.Parent?.Parent is CommandResult verb
            && verb.Command.Options.Any(option => option.Name == text);
        if (isOption || string.IsNullOrWhiteSpace(text) || text.Contains('\0')) result.AddError(Complaint(name, text, "a path"));
        return text;
    }

    private static string Complaint(string option, string found, string expected) => $"{option} is '{found}'; expected {expected}.";
}
