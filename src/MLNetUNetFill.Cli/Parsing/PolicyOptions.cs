namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The fill policy as typed: <c>--policy</c>, and <c>--threshold</c> or <c>--depth</c> for those that have a number.</summary>
internal sealed class PolicyOptions
{
    private const string ThresholdWord = "threshold", ExpectedLogWord = "expected-log";
    private static readonly string[] Words = ["expected", "if-expressed", ThresholdWord, "denoise-all", ExpectedLogWord];

    private readonly Option<string?> _policy;
    private readonly Option<double?> _threshold = OptionFactory.OptionalNumber("--threshold",
        "Least detection probability of a zero that --policy threshold fills", "0.5", Rules.From(0, 1));
    private readonly Option<double?> _depth = OptionFactory.OptionalNumber("--depth",
        "Depth of the measurement whose logarithm --policy expected-log expects, as a multiple of the cell's library size", "1",
        Rules.AboveUpTo(0, 100));

    /// <summary>Creates the options.</summary>
    /// <param name="otherwise">What holds where no policy is given, in words.</param>
    public PolicyOptions(string otherwise) =>
        _policy = OptionFactory.OptionalChoice("--policy",
            "What a zero becomes: its expected value, its value if expressed, or the latter only where detection is likely; or every "
            + "entry, observed ones too, its expected value or the expected logarithm of another measurement", otherwise, Words);

    /// <summary>The options, to be added to a verb.</summary>
    public Option[] All => [_policy, _threshold, _depth];

    /// <summary>The policy as typed, null where none was.</summary>
    /// <exception cref="UsageException">A number without the policy that has one.</exception>
    public FillPolicy? Read(ParseResult parsed)
    {
        var word = parsed.GetValue(_policy);
        var (threshold, depth) = (NumberOf(ThresholdWord, _threshold), NumberOf(ExpectedLogWord, _depth));
        return word switch
        {
            "expected" => FillPolicy.Expected,
            "if-expressed" => FillPolicy.IfExpressed,
            ThresholdWord => FillPolicy.Threshold((float)(threshold ?? 0.5)),
            "denoise-all" => FillPolicy.DenoiseAll,
            ExpectedLogWord => FillPolicy.ExpectedLog((float)(depth ?? 1)),
            _ => null,
        };

        double? NumberOf(string policy, Option<double?> option) => parsed.GetValue(option) is { } number && word != policy
            ? throw new UsageException($"{option.Name} is {number} and --policy is {word ?? "not given"}; expected --policy {policy} "
                + "with it.")
            : parsed.GetValue(option);
    }

    /// <summary>A policy as it is typed.</summary>
    public static string Describe(FillPolicy policy)
    {
        var word = Words[(int)policy.Kind];
        return policy.Kind switch
        {
            FillPolicyKind.Threshold => $"{word} {(decimal)policy.MinDetectionProbability}",
            FillPolicyKind.ExpectedLog => $"{word} {(decimal)policy.Depth}",
            _ => word,
        };
    }
}
