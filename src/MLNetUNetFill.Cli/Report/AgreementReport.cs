namespace MLNetUNetFill.Cli.Report;

/// <summary>How well k-means clusters agree with the labels.</summary>
/// <param name="Ari">Adjusted Rand index.</param>
/// <param name="Nmi">Normalised mutual information.</param>
internal sealed record AgreementReport(double Ari, double Nmi);
