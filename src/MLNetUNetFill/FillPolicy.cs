namespace MLNetUNetFill;

/// <summary>
/// What a filled matrix holds, chosen at scoring time without training again. Under every policy but <see cref="DenoiseAll"/> observed
/// entries keep their normalised value bit for bit. All values are log1p CP10k.
/// </summary>
public readonly record struct FillPolicy
{
    private FillPolicy(FillPolicyKind kind, float threshold = 0) => (Kind, MinDetectionProbability) = (kind, threshold);

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
    public static FillPolicy Threshold(float minDetectionProbability = 0.5f) => minDetectionProbability is >= 0 and <= 1
        ? new(FillPolicyKind.Threshold, minDetectionProbability)
        : throw new ArgumentOutOfRangeException(nameof(minDetectionProbability), minDetectionProbability,
            $"{nameof(minDetectionProbability)} is {minDetectionProbability}; expected 0 to 1.");

    /// <summary>Which policy.</summary>
    public FillPolicyKind Kind { get; }

    /// <summary>The least detection probability of a zero that <see cref="FillPolicyKind.Threshold"/> fills; 0 for the other
    /// policies.</summary>
    public float MinDetectionProbability { get; }
}
