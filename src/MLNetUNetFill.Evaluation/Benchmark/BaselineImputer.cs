namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>A <see cref="Baseline"/> in the benchmark. It learns from the matrix that it fills.</summary>
internal sealed class BaselineImputer(Baseline baseline) : IImputer, ITrainedImputer
{
    public IReadOnlyList<Method> Methods { get; } = [new(baseline.Name, baseline.Source)];

    public bool FillsNewCells => false;

    // Seconds of one core for an entry of the matrix: the autoencoder's on 571 cells x 400 genes, the others' on 2638 x 2048.
    public double Cost(CountMatrix counts) => (double)counts.CellCount * counts.GeneCount * baseline switch
    {
        DcaBaseline => 4e-5,
        LinearStackBaseline => 1e-6,
        KnnSmoothingBaseline or DiffusionBaseline or LowRankBaseline => 5e-7,
        _ => 5e-8,
    };

    public void Require(CountMatrix counts) => baseline.Require(counts);

    public ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation) => this;

    public Imputation Fill(Method method, CountMatrix counts, CancellationToken cancellation) => baseline.Impute(counts, cancellation);

    public void Dispose() { }
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

/// <summary>Zeros: a control of <see cref="DenoisingRun"/>.</summary>
internal sealed record AllZero : Baseline
{
    /// <inheritdoc />
    public override string Name => "all-zero";

    /// <inheritdoc />
    public override string Source => "no counts at all: a control";

    /// <inheritdoc />
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation) =>
        new(DenseCells.Zeros(counts.CellCount, counts.GeneCount));
}

/// <summary>Every cell gets the genes' shares of all counts: a control of <see cref="DenoisingRun"/>.</summary>
internal sealed record GeneShare : Baseline
{
    /// <inheritdoc />
    public override string Name => "gene-share";

    /// <inheritdoc />
    public override string Source => "the genes' shares of all counts in every cell: a control";

    /// <inheritdoc />
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        var filled = DenseCells.Zeros(counts.CellCount, counts.GeneCount);
        for (var i = 0; i < counts.Cells.Genes.Length; i++) filled[counts.Cells.Genes[i]] += counts.Cells.Values[i];
        var first = filled.AsSpan(0, counts.GeneCount);
        for (var cell = 1; cell < counts.CellCount; cell++) first.CopyTo(filled.AsSpan(cell * counts.GeneCount));
        DenseCells.Log1pCp10k(filled, counts.GeneCount);
        return new(filled);
    }
}
