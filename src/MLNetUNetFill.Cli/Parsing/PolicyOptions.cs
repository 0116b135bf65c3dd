using System.CommandLine;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The fill policy as typed: <c>--policy</c>, and <c>--threshold</c> for the one that has a number.</summary>
internal sealed class PolicyOptions
{
    private const string ThresholdWord = "threshold";
    private static readonly string[] Words = ["expected", "if-expressed", ThresholdWord, "denoise-all"];

    private readonly Option<string?> _policy;
    private readonly Option<double?> _threshold = OptionFactory.OptionalNumber("--threshold",
        "Least detection probability of a zero that --policy threshold fills", "0.5", Rules.From(0, 1));

    /// <summary>Creates the options.</summary>
    /// <param name="otherwise">What holds where no policy is given, in words.</param>
    public PolicyOptions(string otherwise) =>
        _policy = OptionFactory.OptionalChoice("--policy",
            "What a zero becomes: its expected value, its value if expressed, the latter only "
            + "where detection is likely, or every entry its expected value, observed ones too", otherwise, Words);

    /// <summary>The options, to be added to a verb.</summary>
    public Option[] All => [_policy, _threshold];

    /// <summary>The policy as typed, null where none was.</summary>
    /// <exception cref="UsageException">A threshold without the policy that has one.</exception>
    public FillPolicy? Read(ParseResult parsed)
    {
        var (word, threshold) = (parsed.GetValue(_policy), parsed.GetValue(_threshold));
        if (threshold is not null && word != ThresholdWord)
            throw new UsageException($"--threshold is {threshold} and --policy is {word ?? "not given"}; expected --policy "
                + $"{ThresholdWord} with it.");
        return word switch
        {
            "expected" => FillPolicy.Expected,
            "if-expressed" => FillPolicy.IfExpressed,
            ThresholdWord => FillPolicy.Threshold((float)(threshold ?? 0.5)),
            "denoise-all" => FillPolicy.DenoiseAll,
            _ => null,
        };
    }

    /// <summary>A policy as it is typed.</summary>
    public static string Describe(FillPolicy policy) => policy.Kind == FillPolicyKind.Threshold
        ? $"{ThresholdWord} {(decimal)policy.MinDetectionProbability}" : Words[(int)policy.Kind];
}
