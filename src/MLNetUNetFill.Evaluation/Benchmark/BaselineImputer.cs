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
