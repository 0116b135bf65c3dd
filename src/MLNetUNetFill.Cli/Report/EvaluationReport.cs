using MLNetUNetFill.Evaluation.Metrics;

namespace MLNetUNetFill.Cli.Report;

/// <summary>What <c>unetfill evaluate</c> found.</summary>
/// <param name="Tool">Program and version.</param>
/// <param name="Input">The raw counts.</param>
/// <param name="Filled">The filled matrix, as named on the command line.</param>
/// <param name="Seed">Seed of the clustering.</param>
/// <param name="Fill">What filling did to the matrix.</param>
/// <param name="Clustering">Clusters against labels; null without labels.</param>
/// <param name="Truth">Against the truth; null where none was given.</param>
internal sealed record EvaluationReport(string Tool, InputReport Input, string Filled, int Seed, FillReport Fill,
    ClusteringReport? Clustering, TruthReport? Truth);
