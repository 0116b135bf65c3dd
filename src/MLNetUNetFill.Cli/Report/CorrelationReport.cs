namespace MLNetUNetFill.Cli.Report;

/// <summary>How well a matrix keeps the gene-gene correlations of the truth.</summary>
/// <param name="Pearson">Correlation of the two sets of gene-gene correlations; null where one is constant.</param>
/// <param name="Rmse">Root mean squared difference of the gene-gene correlations; null where fewer than 2 genes vary.</param>
/// <param name="Genes">Genes compared: the most variable of the truth that vary in both matrices.</param>
internal sealed record CorrelationReport(double? Pearson, double? Rmse, int Genes);
