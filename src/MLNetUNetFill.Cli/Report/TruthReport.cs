namespace MLNetUNetFill.Cli.Report;

/// <summary>Against a known truth, as a simulation has it.</summary>
/// <param name="Dropouts">Entries that are zero in the input and not zero in the truth, but for those that were left zero.</param>
/// <param name="DropoutsLeftZero">Entries that are zero in the input and in the filled matrix, and not zero in the truth.</param>
/// <param name="CorrelationsBefore">Gene-gene correlations of the observed values against the truth's.</param>
/// <param name="CorrelationsAfter">Gene-gene correlations of the filled values against the truth's.</param>
internal sealed record TruthReport(EntriesReport Dropouts, long DropoutsLeftZero, CorrelationReport CorrelationsBefore, CorrelationReport CorrelationsAfter);
