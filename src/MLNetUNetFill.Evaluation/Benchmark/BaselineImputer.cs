using MLNetUNetFill.Evaluation.Baselines;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>A <see cref="Baseline"/> in the benchmark.</summary>
internal sealed class BaselineImputer(Baseline baseline) : IImputer
{
    public IReadOnlyList<Method> Methods { get; } = [new(baseline.Name, baseline.Source)];

    public ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation) => new Untrained(baseline, counts);

    private sealed class Untrained(Baseline baseline, CountMatrix counts) : ITrainedImputer
    {
        public Imputation Fill(Method method, CancellationToken cancellation) => baseline.Impute(counts, cancellation);

        public void Dispose() { }
    }
}

/// <summary>The observed log1p CP10k, unchanged: the reference for every method.</summary>
internal sealed record NoImputation : Baseline
{
    /// <inheritdoc />
    public override string Name => "none";

    /// <inheritdoc />
    public override string Source => "no imputation";

    /// <inheritdoc />
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation) =>
        new(DenseCells.FromSparse(counts.Normalize().Cells));
}
