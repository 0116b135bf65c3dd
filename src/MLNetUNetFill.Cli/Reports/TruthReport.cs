namespace MLNetUNetFill.Cli.Reports;

/// <summary>Against a known truth, as a simulation has it.</summary>
/// <param name="Dropouts">Entries that are zero in the input and not zero in the truth.</param>
/// <param name="CorrelationsBefore">Gene-gene correlations of the observed values against the truth's.</param>
/// <param name="CorrelationsAfter">Gene-gene correlations of the filled values against the truth's.</param>
internal sealed record TruthReport(EntriesReport Dropouts, CorrelationReport CorrelationsBefore, CorrelationReport CorrelationsAfter);
