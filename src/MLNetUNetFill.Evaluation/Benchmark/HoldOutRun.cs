using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Evaluation.Metrics;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>Some entries were set to zero: measures the errors at these entries, the changes of the matrix, and its clusters.</summary>
internal sealed class HoldOutRun : BenchmarkRun
{
    private const int GenesCorrelated = 500;

    private readonly HoldOut _holdOut;
    private readonly CountMatrix _reference;
    private readonly string[]? _labels;
    private readonly IReadOnlySet<MeasureGroup> _groups;
    private readonly int _seed;
    private readonly float[] _truth;
    private readonly int[] _genes;
    private readonly double _genePearsonByLibrarySize;
    private readonly float[] _observed;
    private readonly int[] _variableGenes;

    /// <summary>Prepares the reference of all methods.</summary>
    /// <param name="name">Name in reports.</param>
    /// <param name="complete">The input before the entries were set to zero.</param>
    /// <param name="holdOut">The entries.</param>
    /// <param name="labels">Known type of each cell; null for none.</param>
    /// <param name="groups">What to measure.</param>
    /// <param name="seed">Seed of the clustering.</param>
    public HoldOutRun(string name, CountMatrix complete, HoldOut holdOut, string[]? labels, IReadOnlySet<MeasureGroup> groups, int seed)
        : base(name, holdOut.Corrupted)
    {
        (_holdOut, _reference, _labels, _groups, _seed) = (holdOut, complete.Normalize(), labels, groups, seed);
        _truth = holdOut.Truth();
        _genes = [.. holdOut.Entries.Select(entry => entry.Gene)];
        var byLibrarySize = new LibraryRescaledMeanBaseline().Impute(Input, CancellationToken.None);
        _genePearsonByLibrarySize = MedianGenePearson.Compute(_genes, _truth, Held(byLibrarySize.Filled)).Median;
        _observed = DenseCells.FromSparse(Input.Normalize().Cells);
        _variableGenes = GeneSelection.MostVariable(complete, GenesCorrelated);
    }

    /// <inheritdoc />
    public override void Measure(Imputation imputation, Scores scores, CancellationToken cancellation)
    {
        if (_groups.Contains(MeasureGroup.Entries)) MeasureEntries(imputation, scores);
        cancellation.ThrowIfCancellationRequested();
        if (_groups.Contains(MeasureGroup.Matrix)) MeasureMatrix(imputation.Filled, scores, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (_labels is not null && _groups.Contains(MeasureGroup.Clusters)) MeasureClusters(imputation.Filled, _labels, scores,
            cancellation);
    }

    private void MeasureEntries(Imputation imputation, Scores scores)
    {
        var predicted = Held(imputation.IfExpressed);
        var errors = EntryErrors.Compute(_truth, predicted);
        scores.Add(Measures.Rmse, errors.Rmse);
        scores.Add(Measures.Mae, errors.Mae);
        scores.Add(Measures.Pearson, errors.Pearson);
        scores.Add(Measures.Bias, errors.Bias);
        scores.Add(Measures.GenePearson, MedianGenePearson.Compute(_genes, _truth, predicted).Median);
        scores.Add(Measures.GenePearsonByLibrarySize, _genePearsonByLibrarySize);
        if (imputation.Uncertainty is { } uncertainty)
            scores.Add(Measures.Coverage, IntervalCoverage.Share(_truth, predicted, Held(uncertainty)));
    }

    private void MeasureMatrix(float[] filled, Scores scores, CancellationToken cancellation)
    {
        var check = new FillCheck(Input.GeneCount);
        for (var cell = 0; cell < Input.CellCount; cell++)
            check.Add(Input.GenesOf(cell), Input.ValuesOf(cell), filled.AsSpan(cell * Input.GeneCount, Input.GeneCount));
        scores.Add(Measures.ObservedChanged, check.Report().ObservedValuesChanged);
        scores.Add(Measures.ZerosKept, ZerosKept.Share(Input, filled));
        scores.Add(Measures.VarianceRatio, VarianceRatio.Median(_observed, filled, Input.GeneCount));
        cancellation.ThrowIfCancellationRequested();
        var fidelity = GeneCorrelationFidelity.Compute(_reference, filled, _variableGenes);
        scores.Add(Measures.CorrelationFidelity, fidelity.Pearson);
        scores.Add(Measures.CorrelationRmse, fidelity.Rmse);
    }

    private void MeasureClusters(float[] filled, string[] labels, Scores scores, CancellationToken cancellation)
    {
        var agreement = ClusterAgreement.Compute(SparseCells.FromDense(filled, Input.GeneCount), labels, _seed, cancellation);
        scores.Add(Measures.Ari, agreement.Ari);
        scores.Add(Measures.AriSpread, agreement.AriSpread);
        scores.Add(Measures.Nmi, agreement.Nmi);
        scores.Add(Measures.NmiSpread, agreement.NmiSpread);
    }

    private float[] Held(float[] matrix) => [.. _holdOut.Entries.Select(entry => matrix[entry.Cell * Input.GeneCount + entry.Gene])];
}
