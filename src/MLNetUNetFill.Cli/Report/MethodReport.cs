using MLNetUNetFill.Evaluation.Benchmark;

namespace MLNetUNetFill.Cli.Report;

/// <summary>What was measured of one method. A measure that a method does not have, or that is no number, is left out.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Source">The publication that defines it.</param>
/// <param name="Devices">Where it computed; null for a method that knows the CPU alone.</param>
/// <param name="Means">By measure, the mean over the matrices that give it.</param>
/// <param name="Runs">By matrix and measure.</param>
internal sealed record MethodReport(string Method, string Source, MethodDevices? Devices, IReadOnlyDictionary<string, double> Means,
    IReadOnlyDictionary<string, Dictionary<string, double>> Runs);
