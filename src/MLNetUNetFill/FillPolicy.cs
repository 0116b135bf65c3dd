namespace MLNetUNetFill;

/// <summary>
/// What a filled matrix holds, chosen at scoring time without training again. Under every policy but <see cref="DenoiseAll"/> and
/// <see cref="ExpectedLog"/> observed entries keep their normalised value bit for bit. All values are log1p CP10k.
/// </summary>
public readonly record struct FillPolicy
{
    private const float MaxDepth = 100;

    private FillPolicy(FillPolicyKind kind, float number = 0) => (Kind, Number) = (kind, number);

    /// <summary>
    /// Zeros get (log1p(p0 expm1(v)) + p0 v) / 2 with the value if expressed v and the probability p0 of a count before the cell's own
    /// count is looked at, midway between the logarithm of the expected count and the expected logarithm: near v only where the cell
    /// probably expresses the gene. For clustering and for expression levels.
    /// </summary>
    /// <remarks>
    /// The zero itself is left out, since it may be a failure to measure. p0 is that of the cell's own library size where neighbours share
    /// theirs (they explain at least half of the variance of its logarithm over the training cells), else that of the median library, so
    /// that sequencing depth parts no cells that the counts put together. The model stores which. <see cref="DenoiseAll"/> takes the same
    /// library, but the probability p that knows the count; the column <see cref="GapFillColumns.DetectionProbability"/> and
    /// <see cref="Threshold"/> take p at the cell's own library size.
    /// </remarks>
    public static FillPolicy Expected => new(FillPolicyKind.Expected);

    /// <summary>Zeros get the expression that the gene has in such a cell if it is expressed at all. Biological zeros vanish.</summary>
    public static FillPolicy IfExpressed => new(FillPolicyKind.IfExpressed);

    /// <summary>Every entry, observed or not, gets its expected logarithm p v: what the cell would show on average if it were measured
    /// again.</summary>
    public static FillPolicy DenoiseAll => new(FillPolicyKind.DenoiseAll);

    /// <summary>Zeros of genes that such a cell probably shows get the expression if expressed; the other zeros stay zero.</summary>
    /// <param name="minDetectionProbability">The least detection probability of a zero that is filled, range [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minDetectionProbability"/> is outside its range.</exception>
    public static FillPolicy Threshold(float minDetectionProbability = 0.5f) => IsThreshold(minDetectionProbability)
        ? new(FillPolicyKind.Threshold, minDetectionProbability)
        : throw new ArgumentOutOfRangeException(nameof(minDetectionProbability), minDetectionProbability,
            $"{nameof(minDetectionProbability)} is {minDetectionProbability}; expected 0 to 1.");

    /// <summary>
    /// Every entry, observed or not, gets the logarithm to be expected of it, E[log1p(1e4 y / (f L))], if the cell of library size L were
    /// sequenced again at f times its depth; y has the negative binomial distribution that the posterior of the rate predicts. Of all
    /// values it has the least mean squared error against such a measurement. For predicting normalised measurements of a given depth, such
    /// as the test part of a count-splitting benchmark; the shallower, the stronger the shrinkage of low rates.
    /// </summary>
    /// <param name="depth">f: depth of that measurement, as a multiple of the cell's library size; above 0 and at most 100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="depth"/> is outside its range.</exception>
    public static FillPolicy ExpectedLog(float depth = 1) => IsDepth(depth)
        ? new(FillPolicyKind.ExpectedLog, depth)
        : throw new ArgumentOutOfRangeException(nameof(depth), depth,
            $"{nameof(depth)} is {depth}; expected above 0 and at most {MaxDepth}.");

    /// <summary>Which policy.</summary>
    public FillPolicyKind Kind { get; }

    /// <summary>The least detection probability of a zero that <see cref="FillPolicyKind.Threshold"/> fills; 0 for the other
    /// policies.</summary>
    public float MinDetectionProbability => Kind == FillPolicyKind.Threshold ? Number : 0;

    /// <summary>The depth that <see cref="FillPolicyKind.ExpectedLog"/> expects a logarithm at, as a multiple of the cell's library size; 0
    /// for the other policies.</summary>
    public float Depth => Kind == FillPolicyKind.ExpectedLog ? Number : 0;

    /// <summary>The number that belongs to the kind; 0 for a kind without one.</summary>
    internal float Number { get; }

    internal static bool IsThreshold(float number) => number is >= 0 and <= 1;

    internal static bool IsDepth(float number) => number is > 0 and <= MaxDepth;
}
