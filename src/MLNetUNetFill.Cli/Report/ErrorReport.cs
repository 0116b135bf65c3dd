namespace MLNetUNetFill.Cli.Report;

/// <summary>How far one method's values are from the truth, in log1p CP10k.</summary>
/// <param name="Method">What filled the entries.</param>
/// <param name="Rmse">Root mean squared error; null without entries.</param>
/// <param name="Mae">Mean absolute error; null without entries.</param>
/// <param name="Pearson">Pearson correlation; null where one side is constant.</param>
internal sealed record ErrorReport(string Method, double? Rmse, double? Mae, double? Pearson);
