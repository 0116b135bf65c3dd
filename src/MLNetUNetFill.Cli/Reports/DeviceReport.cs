namespace MLNetUNetFill.Cli.Reports;

/// <summary>Where the work was asked to be done, and where it was.</summary>
/// <param name="Requested">auto, cpu, cuda or cuda:N.</param>
/// <param name="Used">The device used: cpu or cuda:N.</param>
/// <param name="Note">Why it is another than asked for; null otherwise.</param>
internal sealed record DeviceReport(string Requested, string Used, string? Note);
