namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Every missing entry gets the gene's mean count over the cells in which it was observed, brought to the cell's library size:
/// <c>log1p(1e4 * meanCount / library)</c>; observed entries stay. It uses nothing of a cell but its depth, so it shows how much of a
/// correlation within genes comes from depth alone. No options.
/// </summary>
public sealed record LibraryRescaledMeanBaseline : Baseline
{
    /// <inheritdoc/>
    public override string Name => "library-rescaled-mean";

    /// <inheritdoc/>
    public override string Source => "Mean imputation of the raw count, then library-size normalisation: a control, not a published method";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        var means = GeneMeanBaseline.NonZeroMeans(counts.Cells);
        var filled = DenseCells.Zeros(counts.CellCount, counts.GeneCount);
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            cancellation.ThrowIfCancellationRequested();
            var library = counts.LibrarySize(cell);
            var row = filled.AsSpan(cell * counts.GeneCount, counts.GeneCount);
            for (var gene = 0; gene < row.Length; gene++) row[gene] = LibrarySize.Log1pCp10k(means[gene], library);
        }
        DenseCells.RestoreObserved(counts.Normalize().Cells, filled);
        return new Imputation(filled);
    }
}
