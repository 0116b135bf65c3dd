using MLNetUNetFill.Evaluation;

namespace MLNetUNetFill.Cli.Report;

/// <summary><c>simulation.json</c> beside simulated cells: enough to make them again.</summary>
/// <param name="Tool">Program and version.</param>
/// <param name="Options">What was simulated.</param>
internal sealed record SimulationProvenance(string Tool, SimulationOptions Options);
