namespace MLNetUNetFill.Cli.Parsing;

/// <summary>Options of the command line, each with what it sets in a record of options: one place for each.</summary>
/// <typeparam name="TOptions">The record.</typeparam>
internal sealed class Settings<TOptions>
{
    private readonly List<(Option[] Options, Func<TOptions, ParseResult, TOptions> Set)> _settings = [];

    /// <summary>Adds an option that sets its value, typed or by default.</summary>
    public Option<T> Add<T>(Option<T> option, Func<TOptions, T, TOptions> set)
    {
        Add([option], (options, parsed) => set(options, parsed.GetValue(option)!));
        return option;
    }

    /// <summary>Adds an option that sets nothing where it is not typed.</summary>
    public void AddOptional<T>(Option<T?> option, Func<TOptions, T, TOptions> set) where T : struct =>
        Add([option], (options, parsed) => parsed.GetValue(option) is { } value ? set(options, value) : options);

    /// <summary>Adds options that are read together.</summary>
    public void Add(Option[] options, Func<TOptions, ParseResult, TOptions> set) => _settings.Add((options, set));

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in _settings.SelectMany(setting => setting.Options)) command.Options.Add(option);
    }

    /// <summary>The options as typed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="defaults">What no option sets.</param>
    public TOptions Read(ParseResult parsed, TOptions defaults) =>
        _settings.Aggregate(defaults, (options, setting) => setting.Set(options, parsed));
}
