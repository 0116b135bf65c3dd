namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>A method of the benchmark.</summary>
/// <param name="Name">As on the command line and in reports.</param>
/// <param name="Source">The publication that defines it.</param>
internal sealed record Method(string Name, string Source);
