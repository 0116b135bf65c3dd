namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>What filling did to the matrix.</summary>
/// <param name="ZerosBefore">Entries that are zero in the input.</param>
/// <param name="ZerosFilled">Of these, how many got a value.</param>
/// <param name="ObservedValues">Entries that are not zero in the input.</param>
/// <param name="ObservedValuesChanged">Of these, how many are not the input's log1p CP10k any more: 0, but for the policy denoise-all.</param>
internal sealed record FillReport(long ZerosBefore, long ZerosFilled, long ObservedValues, long ObservedValuesChanged);
