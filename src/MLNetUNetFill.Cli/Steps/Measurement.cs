namespace MLNetUNetFill.Cli.Steps;

/// <summary>Measures a filled matrix.</summary>
internal static class Measurement
{
    /// <summary>Gene-gene correlations are compared for this many of the most variable genes: their number grows with the square.</summary>
    private const int GenesCorrelated = 500;

    /// <summary>Measures a method's values on entries with known truth, with the baselines beside it that any method must
    /// beat.</summary>
    /// <param name="what">Which entries, for the report.</param>
    /// <param name="method">Name of the method, for the report.</param>
    /// <param name="seen">The counts that the method saw: all that the baselines may see.</param>
    /// <param name="genes">The genes in play, ascending: the baselines' neighbours are found on them.</param>
    /// <param name="found">The entries, all of genes in play, and the method's values.</param>
    public static EntriesReport Errors(string what, string method, CountMatrix seen, int[] genes,
        IReadOnlyCollection<PredictedEntry> found)
    {
        float[] truth = [.. found.Select(entry => entry.Truth)];
        if (truth.Length == 0) return new EntriesReport(what, 0, []);
        var cells = seen.Normalize().Cells.SelectGenes(genes);
        (int Cell, int Column)[] inPlay = [.. found.Select(entry => (entry.Cell, Array.BinarySearch(genes, entry.Gene)))];
        return new EntriesReport(what, truth.Length,
        [
            Row(method, [.. found.Select(entry => entry.Predicted)]),
            Row("gene mean", GeneMeanBaseline.Predict(cells, inPlay)),
            Row("kNN mean", new KnnMeanBaseline().Predict(cells, inPlay)),
        ]);

        ErrorReport Row(string name, float[] values)
        {
            var errors = EntryErrors.Compute(truth, values);
            return new ErrorReport(name, errors.Rmse, errors.Mae, errors.Pearson);
        }
    }

    /// <summary>Compares a filled matrix with the true counts of a simulation.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="method">Name of the method, for the report.</param>
    /// <param name="counts">The raw counts that were filled.</param>
    /// <param name="filled">log1p CP10k, the same cells and genes: its gene-gene correlations are measured.</param>
    /// <param name="ifExpressed">log1p CP10k, the method's prediction if the gene is expressed, as it is at a dropout; null where only
    /// <paramref name="filled"/> is known: zeros that it leaves are no prediction, and are counted apart.</param>
    /// <param name="truth">The true counts, the same cells and genes.</param>
    /// <param name="genes">The genes in play, ascending.</param>
    public static TruthReport AgainstTruth(CommandContext context, string method, CountMatrix counts, CountMatrix filled,
        CountMatrix? ifExpressed, CountMatrix truth, int[] genes)
    {
        var found = new List<PredictedEntry>();
        var leftZero = 0L;
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            var library = counts.LibrarySize(cell);
            // Without a count there is no scale to compare in, and no method fills such a cell.
            if (library == 0) continue;
            var observed = counts.GenesOf(cell);
            var known = truth.GenesOf(cell);
            for (var i = 0; i < known.Length; i++)
            {
                if (observed.BinarySearch(known[i]) >= 0 || Array.BinarySearch(genes, known[i]) < 0) continue;
                var value = (ifExpressed ?? filled)[cell, known[i]];
                // On the scale of the method's input: the library size is the input's.
                if (ifExpressed is null && value == 0) leftZero++;
                else found.Add(new(cell, known[i], LibrarySize.Log1pCp10k(truth.ValuesOf(cell)[i], library), value));
            }
        }
        var dropouts = Errors("dropouts: zero in the input, not zero in the truth"
            + (ifExpressed is null ? ", filled" : ""), method, counts, genes, found);

        var reference = truth.Normalize();
        int[] variable = [.. GeneSelection.MostVariable(truth.SelectGenes(genes), GenesCorrelated).Select(column => genes[column])];
        return new TruthReport(dropouts, leftZero, Correlations(counts.Normalize()), Correlations(filled));

        GeneCorrelationFidelity Correlations(CountMatrix matrix)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            return GeneCorrelationFidelity.Compute(reference, matrix, variable);
        }
    }

    /// <summary>Clusters the cells before and after filling and compares the clusters with the known types.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="counts">The raw counts: before.</param>
    /// <param name="filled">log1p CP10k, the same cells and genes: after.</param>
    /// <param name="genes">The genes that the cells are clustered by, ascending.</param>
    /// <param name="labels">The type of each cell.</param>
    /// <param name="seed">Seed of components and k-means, the same before and after.</param>
    public static ClusteringReport Clusters(CommandContext context, CountMatrix counts, CountMatrix filled, int[] genes, string[] labels,
        int seed)
    {
        context.Log.Info("Clustering before and after filling ...");
        var before = Agreement(counts.Normalize());
        var components = CellClustering.Rank(CellClustering.DefaultComponents, genes.Length, counts.CellCount);
        return new ClusteringReport(counts.CellCount, labels.Distinct(StringComparer.Ordinal).Count(), genes.Length, components, before,
            Agreement(filled));

        ClusterAgreement Agreement(CountMatrix values) => ClusterAgreement.Compute(values.Cells.SelectGenes(genes), labels, seed,
            context.Cancelled);
    }
}
