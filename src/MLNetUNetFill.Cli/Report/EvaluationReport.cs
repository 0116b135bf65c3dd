namespace MLNetUNetFill.Cli.Report;

/// <summary>What <c>unetfill evaluate</c> found.</summary>
/// <param name="Tool">Program and version.</param>
/// <param name="Input">The raw counts.</param>
/// <param name="Filled">The filled matrix, as named on the command line.</param>
/// <param name="Seed">Seed of the clustering.</param>
/// <param name="Fill">Counts of the entries that filling changed.</param>
/// <param name="Clustering">Clusters against labels; null without labels.</param>
/// <param name="Truth">Against the truth; null where none was given.</param>
internal sealed record EvaluationReport(string Tool, InputReport Input, string Filled, int Seed, FillReport Fill,
    ClusteringReport? Clustering, TruthReport? Truth);

/// <summary>Clusters against labels, before and after filling: principal components and ML.NET's k-means with the same seeds.</summary>
/// <param name="Cells">Cells that have a label.</param>
/// <param name="Clusters">Clusters of k-means: the number of labels.</param>
/// <param name="Genes">Genes that the cells are clustered by.</param>
/// <param name="Components">Principal components clustered.</param>
/// <param name="Before">On the observed values.</param>
/// <param name="After">On the filled values.</param>
internal sealed record ClusteringReport(int Cells, int Clusters, int Genes, int Components, ClusterAgreement Before,
    ClusterAgreement After);

/// <summary>Against a known truth, as a simulation has it.</summary>
/// <param name="Dropouts">Entries that are zero in the input and not zero in the truth, but for those that were left zero.</param>
/// <param name="DropoutsLeftZero">Entries that are zero in the input and in the filled matrix, and not zero in the truth.</param>
/// <param name="CorrelationsBefore">Gene-gene correlations of the observed values against the truth's.</param>
/// <param name="CorrelationsAfter">Gene-gene correlations of the filled values against the truth's.</param>
internal sealed record TruthReport(EntriesReport Dropouts, long DropoutsLeftZero, GeneCorrelationFidelity CorrelationsBefore,
    GeneCorrelationFidelity CorrelationsAfter);

/// <summary>A set of entries with known truth, and how well each method finds them.</summary>
/// <param name="What">Which entries.</param>
/// <param name="Entries">How many are measured.</param>
/// <param name="Methods">One line per method.</param>
internal sealed record EntriesReport(string What, long Entries, IReadOnlyList<ErrorReport> Methods);

/// <summary>How far one method's values are from the truth, in log1p CP10k.</summary>
/// <param name="Method">What filled the entries.</param>
/// <param name="Rmse">Root mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Pearson">Pearson correlation; NaN where one side is constant.</param>
internal sealed record ErrorReport(string Method, double Rmse, double Mae, double Pearson);
