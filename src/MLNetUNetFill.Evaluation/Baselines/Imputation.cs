namespace MLNetUNetFill.Evaluation;

/// <summary>What an imputation method makes of a count matrix, each a dense matrix, <c>cells x genes</c>, row by row.</summary>
/// <param name="Filled">The matrix that the method hands to its user, log1p CP10k.</param>
public sealed record Imputation(float[] Filled)
{
    /// <summary>The expression of each entry given that it is expressed, log1p CP10k: what held-out non-zero entries are compared with.
    /// <see cref="Filled"/> for a method that makes no difference.</summary>
    public float[] IfExpressed { get; init; } = Filled;

    /// <summary>The expected share of the cell's counts, up to a factor for the cell; null for a method that has no other than
    /// <c>expm1(Filled)</c>.</summary>
    public float[]? ExpectedRate { get; init; }

    /// <summary>The expected log1p CP10k of the cell's counts at another depth: what is compared with counts of that depth on that scale;
    /// null for a method without it.</summary>
    public float[]? ExpectedLog { get; init; }

    /// <summary>The probability that the cell shows the gene; null for a method without it.</summary>
    public float[]? DetectionProbability { get; init; }

    /// <summary>Standard deviation of <see cref="IfExpressed"/>, log1p CP10k; null for a method without it.</summary>
    public float[]? Uncertainty { get; init; }

    /// <summary>The expected shares of the cells' counts, up to a factor for the cell.</summary>
    internal float[] Rates => ExpectedRate ?? Linear(Filled);

    /// <summary>The denoised counts, up to a factor for the cell.</summary>
    internal float[] Denoised => ExpectedLog is { } logs ? Linear(logs) : Rates;

    private static float[] Linear(float[] logs) => Array.ConvertAll(logs, value => (float)Math.Exp(value) - 1);
}
