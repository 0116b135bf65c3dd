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
        var means = NonZeroMeans(cells);
        var filled = DenseCells.Zeros(cells.CellCount, cells.GeneCount);
        for (var start = 0; start < filled.Length; start += means.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            means.CopyTo(filled.AsSpan(start));
        }
        DenseCells.RestoreObserved(cells, filled);
        return new Imputation(filled);
    }

    /// <summary>Predicts single entries, without a dense matrix.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="entries">Row and column of each entry wanted.</param>
    /// <returns>log1p CP10k, one value per entry; 0 for a gene that no cell shows.</returns>
    internal static float[] Predict(SparseCells cells, IReadOnlyList<(int Cell, int Gene)> entries)
    {
        var means = NonZeroMeans(cells);
        return [.. entries.Select(entry => means[entry.Gene])];
    }

    /// <summary>Mean of each gene over the cells in which it was observed; 0 for a gene that no cell shows.</summary>
    internal static float[] NonZeroMeans(SparseCells cells)
    {
        var sums = new double[cells.GeneCount];
        var counts = new int[cells.GeneCount];
        for (var i = 0; i < cells.Values.Length; i++)
        {
            sums[cells.Genes[i]] += cells.Values[i];
            counts[cells.Genes[i]]++;
        }
        return [.. sums.Select((sum, gene) => (float)(sum / Math.Max(1, counts[gene])))];
    }
}
