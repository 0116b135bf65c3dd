namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Some entries were set to zero: measures the errors at these entries, the changes of the matrix, and its clusters.</summary>
/// <param name="name">Name in reports.</param>
/// <param name="complete">The input before the entries were set to zero.</param>
/// <param name="holdOut">The entries.</param>
/// <param name="labels">Known type of each cell; null for none.</param>
/// <param name="groups">What to measure.</param>
/// <param name="seed">Seed of the clustering.</param>
/// <param name="clusterings">How many runs of k-means; see <see cref="ClusterAgreement"/>.</param>
internal sealed class HoldOutRun(string name, CountMatrix complete, HoldOut holdOut, string[]? labels, IReadOnlySet<MeasureGroup> groups,
    int seed, int clusterings) : BenchmarkRun(name, holdOut.Corrupted)
{
    private const int GenesCorrelated = 500;

    private readonly CountMatrix _reference = complete.Normalize();
    private readonly float[] _truth = holdOut.Truth();
    private readonly int[] _genes = [.. holdOut.Entries.Select(entry => entry.Gene)];
    private readonly float[] _byLibrarySize = holdOut.Held(new LibraryRescaledMeanBaseline().Impute(holdOut.Corrupted, default).Filled);
    private readonly float[] _observed = DenseCells.FromSparse(holdOut.Corrupted.Normalize().Cells);
    private readonly int[] _variableGenes = GeneSelection.MostVariable(complete, GenesCorrelated);

    /// <inheritdoc />
    public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation)
    {
        if (groups.Contains(MeasureGroup.Entries)) MeasureEntries(imputation, scores);
        cancellation.ThrowIfCancellationRequested();
        var filled = Input.WithValues(SparseCells.FromDense(imputation.Filled, Input.GeneCount));
        if (groups.Contains(MeasureGroup.Matrix)) MeasureMatrix(imputation.Filled, filled, scores, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (labels is not null && groups.Contains(MeasureGroup.Clusters)) MeasureClusters(filled.Cells, labels, scores, cancellation);
    }

    private void MeasureEntries(Imputation imputation, Scores scores)
    {
        var predicted = holdOut.Held(imputation.IfExpressed);
        var errors = EntryErrors.Compute(_truth, predicted);
        scores.Add(Measures.Rmse, errors.Rmse);
        scores.Add(Measures.Mae, errors.Mae);
        scores.Add(Measures.Pearson, errors.Pearson);
        scores.Add(Measures.Bias, errors.Bias);
        scores.Add(Measures.GenePearson, MedianGenePearson.Compute(_genes, _truth, predicted).Median);
        scores.Add(Measures.GenePearsonByLibrarySize, MedianGenePearson.Compute(_genes, _truth, _byLibrarySize).Median);
        if (imputation.Uncertainty is { } uncertainty)
            scores.Add(Measures.Coverage, IntervalCoverage.Share(_truth, predicted, holdOut.Held(uncertainty)));
    }

    private void MeasureMatrix(float[] dense, CountMatrix filled, Scores scores, CancellationToken cancellation)
    {
        scores.Add(Measures.ObservedChanged, FillCheck.Compare(Input, filled).ObservedValuesChanged);
        scores.Add(Measures.ZerosKept, ZerosKept.Share(Input, dense));
        scores.Add(Measures.VarianceRatio, VarianceRatio.Median(_observed, dense, Input.GeneCount));
        cancellation.ThrowIfCancellationRequested();
        var fidelity = GeneCorrelationFidelity.Compute(_reference, filled, _variableGenes);
        scores.Add(Measures.CorrelationFidelity, fidelity.Pearson);
        scores.Add(Measures.CorrelationRmse, fidelity.Rmse);
    }

    private void MeasureClusters(SparseCells filled, string[] types, Scores scores, CancellationToken cancellation)
    {
        var agreement = ClusterAgreement.Compute(filled, types, seed, cancellation, clusterings);
        scores.Add(Measures.Ari, agreement.Ari);
        scores.Add(Measures.AriSpread, agreement.AriSpread);
        scores.Add(Measures.Nmi, agreement.Nmi);
        scores.Add(Measures.NmiSpread, agreement.NmiSpread);
    }
}
