namespace MLNetUNetFill.Cli.Report;

/// <summary>A set of entries with known truth, and how well each method finds them.</summary>
/// <param name="What">Which entries.</param>
/// <param name="Entries">How many are measured.</param>
/// <param name="Methods">One line a method.</param>
internal sealed record EntriesReport(string What, long Entries, IReadOnlyList<ErrorReport> Methods);
