namespace MLNetUNetFill.Cli.Report;

/// <summary>Clusters against labels, before and after filling: principal components and ML.NET's k-means with the same seed.</summary>
/// <param name="Cells">Cells that have a label.</param>
/// <param name="Clusters">Clusters asked of k-means: the number of labels.</param>
/// <param name="Genes">Genes that the cells are clustered by.</param>
/// <param name="Components">Principal components clustered.</param>
/// <param name="Before">On the observed values.</param>
/// <param name="After">On the filled values.</param>
internal sealed record ClusteringReport(int Cells, int Clusters, int Genes, int Components, AgreementReport Before, AgreementReport After);
