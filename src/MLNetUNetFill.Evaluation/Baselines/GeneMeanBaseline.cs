using MLNetUNetFill.Evaluation.Baselines;

namespace MLNetUNetFill.Evaluation;

/// <summary>Every missing entry gets the gene's mean over the cells in which it was observed; observed entries stay. No options.</summary>
public sealed record GeneMeanBaseline : Baseline
{
    /// <inheritdoc/>
    public override string Name => "gene-mean";

    /// <inheritdoc/>
    public override string Source => "Mean imputation: Little and Rubin, Statistical Analysis with Missing Data, 3rd ed., Wiley 2019, "
        + "chapter 4";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        var cells = counts.Normalize().Cells;
        var means = GeneMean.NonZeroMeans(cells);
        var filled = DenseCells.Zeros(cells.CellCount, cells.GeneCount);
        for (var start = 0; start < filled.Length; start += means.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            means.CopyTo(filled.AsSpan(start));
        }
        DenseCells.RestoreObserved(cells, filled);
        return new Imputation(filled);
    }
}
