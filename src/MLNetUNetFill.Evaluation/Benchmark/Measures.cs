namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>All measures of the benchmark, in the order of its tables and files.</summary>
internal static class Measures
{
    private const double Lower = double.NegativeInfinity;

    // Before the measures, which add themselves.
    private static readonly List<Measure> Listed = [];

    public static readonly Measure Rmse = Add(new("rmse", "RMSE", MeasureGroup.Entries,
        "root mean squared error at held-out entries, log1p CP10k, of the value if expressed", 0));
    public static readonly Measure Mae = Add(new("mae", "MAE", MeasureGroup.Entries, "mean absolute error there", 0));
    public static readonly Measure Pearson = Add(new("pearson", "Pearson", MeasureGroup.Entries,
        "Pearson's correlation of truth and prediction there", 1));
    public static readonly Measure Bias = Add(new("bias", "bias", MeasureGroup.Entries, "mean of prediction minus truth there", 0));
    public static readonly Measure GenePearson = Add(new("genePearson", "gene r", MeasureGroup.Entries,
        "median over the genes with at least 10 held-out entries of Pearson's correlation within the gene", 1));
    public static readonly Measure GenePearsonByLibrarySize = Add(new("genePearsonByLibrarySize", "by library", MeasureGroup.Entries,
        "the same of the baseline that knows nothing of a cell but its library size, log1p(1e4 * mean non-zero count of the gene / "
            + "library)"));
    public static readonly Measure Coverage = Add(new("coverage90", "coverage", MeasureGroup.Entries,
        "share of the held-out entries inside the method's 90 % interval, value +- 1.645 standard deviations", 0.9));

    public static readonly Measure ObservedChanged = Add(new("observedValuesChanged", "changed", MeasureGroup.Matrix,
        "observed entries that are not their log1p CP10k any more", 0, Decimals: 0));
    public static readonly Measure ZerosKept = Add(new("zerosKept", "zeros kept", MeasureGroup.Matrix,
        "share of the zeros that still stand for less than a tenth of a molecule, filled < log1p(1e4 * 0.1 / library)"));
    public static readonly Measure VarianceRatio = Add(new("varianceRatio", "variance", MeasureGroup.Matrix,
        "variance of a gene after filling divided by the one before, median over the genes"));
    public static readonly Measure CorrelationFidelity = Add(new("geneCorrelationPearson", "gene-gene r", MeasureGroup.Matrix,
        "Pearson's correlation of the gene-gene correlations after filling with those of the complete input, 500 most variable genes", 1));
    public static readonly Measure CorrelationRmse = Add(new("geneCorrelationRmse", "gene-gene RMSE", MeasureGroup.Matrix,
        "root mean squared difference of these gene-gene correlations", 0));

    public static readonly Measure Ari = Add(new("ari", "ARI", MeasureGroup.Clusters,
        "adjusted Rand index of clusters and labels: 30 principal components, k-means with 30 starts, mean over its seeds", 1,
        Spread: "ariSpread"));
    public static readonly Measure AriSpread = Add(new("ariSpread", "", MeasureGroup.Clusters,
        "standard deviation of the ARI over the seeds of k-means"));
    public static readonly Measure Nmi = Add(new("nmi", "NMI", MeasureGroup.Clusters,
        "normalised mutual information of the same clusters and labels", 1, Spread: "nmiSpread"));
    public static readonly Measure NmiSpread = Add(new("nmiSpread", "", MeasureGroup.Clusters,
        "standard deviation of the NMI over the seeds of k-means"));

    public static readonly Measure ThinningDeviance = Add(new("thinningDeviance", "deviance", MeasureGroup.Thinning,
        "Poisson deviance of the unseen half of the molecules at the expected rates learned from the other half, mean over all "
            + "entries", Lower));
    public static readonly Measure ThinningMse = Add(new("thinningMse", "MSE", MeasureGroup.Thinning,
        "mean squared error there, counts squared", Lower));
    public static readonly Measure Brier = Add(new("brier", "Brier", MeasureGroup.Thinning,
        "mean squared error of the detection probability against whether the unseen half shows the gene", Lower));
    public static readonly Measure CalibrationError = Add(new("calibrationError", "ECE", MeasureGroup.Thinning,
        "expected calibration error of the detection probability, 10 bins", 0));

    public static readonly Measure FalseCorrelations = Add(new("falseCorrelations", "false r", MeasureGroup.FalseCorrelations,
        "share of the pairs of a gene whose share of the library was permuted over the cells and any other gene with |r| > 0.3 after "
            + "filling", Lower));
    public static readonly Measure FalseCorrelationsBefore = Add(new("falseCorrelationsBefore", "before", MeasureGroup.FalseCorrelations,
        "the same before filling"));

    public static readonly Measure DenoisingMse = Add(new("denoisingMse", "MSE", MeasureGroup.Denoising,
        "mean squared difference of the denoised and the unseen tenth of the molecules, each cell scaled to 1e4 counts, log1p", 0));
    public static readonly Measure DenoisingPoisson = Add(new("denoisingPoisson", "Poisson", MeasureGroup.Denoising,
        "mean of l - t log(l + 1e-6), with l the denoised counts brought to the depth of the unseen tenth, t", Lower));

    public static readonly CellsMeasure CellsRmse = AddCells("Rmse", "RMSE",
        "root mean squared error at held-out entries of cells that the network never saw, log1p CP10k, of the value if expressed", 0);
    public static readonly CellsMeasure CellsPearson = AddCells("Pearson", "Pearson",
        "Pearson's correlation of truth and prediction at the entries of new cells", 1);
    public static readonly CellsMeasure CellsCoverage = AddCells("Coverage90", "coverage",
        "share of the entries of new cells inside the method's 90 % interval, value +- 1.645 standard deviations", 0.9);
    public static readonly CellsMeasure CellsAri = AddCells("Ari", "ARI",
        "adjusted Rand index of the clusters of new cells, which are clustered by themselves, and their labels", 1);
    public static readonly CellsMeasure CellsDeviance = AddCells("Deviance", "deviance",
        "Poisson deviance of the unseen half of the molecules of new cells, mean over all entries", Lower);

    public static readonly Measure Seconds = Add(new("seconds", "seconds", MeasureGroup.Cost,
        "wall-clock time to train and fill one matrix, mean over all runs", Decimals: 1));
    public static readonly Measure PeakMemory = Add(new("peakMegabytes", "peak MB", MeasureGroup.Cost,
        "growth of the process's resident memory, managed and native, while the method ran, at its peak, the largest of all runs",
        Decimals: 0));

    /// <summary>Every measure.</summary>
    public static IReadOnlyList<Measure> All => Listed;

    private static Measure Add(Measure measure)
    {
        Listed.Add(measure);
        return measure;
    }

    /// <summary>Adds both measures; the parameters are those of the first, but for the start of its key.</summary>
    private static CellsMeasure AddCells(string key, string heading, string meaning, double ideal) =>
        new(Add(new("newCells" + key, heading, MeasureGroup.HeldOutCells, meaning, ideal)), Add(new("knownCells" + key, "known",
            MeasureGroup.HeldOutCells, "the same of a network that was trained on all cells", ideal)));
}
