namespace MLNetUNetFill.Evaluation;

/// <summary>
/// Every missing entry gets the gene's mean over those nearest neighbours in which it was observed, shrunk towards the gene mean by one
/// observation, <c>(sum + geneMean) / (n + 1)</c>; observed entries stay. Neighbours are found on principal components of log1p CP10k, the
/// cell itself excluded.
/// </summary>
public sealed record KnnMeanBaseline : Baseline
{
    /// <summary>Number of neighbours. Default 15, at least 1; all other cells if there are fewer.</summary>
    public int Neighbours { get; init => field = OptionRange.AtLeast(1, value, nameof(Neighbours)); } = 15;

    /// <summary>Number of principal components. Default 20, at least 1.</summary>
    public int Components { get; init => field = OptionRange.AtLeast(1, value, nameof(Components)); } = 20;

    /// <inheritdoc/>
    public override string Name => "knn-mean";

    /// <inheritdoc/>
    public override string Source => "Nearest-neighbour imputation over observed values: Troyanskaya et al., Bioinformatics 17:520-525, "
        + "2001, unweighted, on principal components of cells";

    /// <inheritdoc/>
    public override Imputation Impute(CountMatrix counts, CancellationToken cancellation)
    {
        var cells = counts.Normalize().Cells;
        var means = GeneMeanBaseline.NonZeroMeans(cells);
        var nearest = CellNeighbours.Find(cells, Neighbours, Components, cancellation);
        var filled = CellNeighbours.Impute(cells, nearest, cancellation, (around, _, row) =>
        {
            for (var gene = 0; gene < row.Length; gene++) row[gene] = around.ShrunkMean(gene, means);
        });
        DenseCells.RestoreObserved(cells, filled);
        return new Imputation(filled);
    }

    /// <summary>Predicts single entries, without a dense matrix.</summary>
    /// <param name="cells">Observed log1p CP10k, cells x genes.</param>
    /// <param name="entries">Row and column of each entry wanted.</param>
    /// <param name="cancellation">Ends the search for neighbours.</param>
    /// <returns>log1p CP10k, one value per entry; 0 for a gene that no cell shows.</returns>
    internal float[] Predict(SparseCells cells, IReadOnlyList<(int Cell, int Gene)> entries, CancellationToken cancellation = default)
    {
        var means = GeneMeanBaseline.NonZeroMeans(cells);
        var nearest = CellNeighbours.Find(cells, Neighbours, Components, cancellation);
        var predicted = new float[entries.Count];
        var around = new CellSums(cells.GeneCount);
        foreach (var entriesOfCell in entries.Index().ToLookup(entry => entry.Item.Cell))
        {
            around.Clear();
            around.Add(cells, nearest[entriesOfCell.Key]);
            foreach (var (i, entry) in entriesOfCell) predicted[i] = around.ShrunkMean(entry.Gene, means);
        }
        return predicted;
    }
}
