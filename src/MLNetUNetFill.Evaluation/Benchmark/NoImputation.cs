using MLNetUNetFill.Evaluation.Baselines;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>The observed log1p CP10k as it is: what every method has to be held against.</summary>
internal sealed record NoImputation : Baseline
{
    /// <inheritdoc />
    public override string Name => "none";

    /// <inheritdoc />
    public override string Source => "no imputation";

    /// <inheritdoc />
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation) => new(DenseCells.Of(counts.Normalize().Cells));
}
