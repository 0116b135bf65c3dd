namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>What <c>bench</c> was asked for.</summary>
/// <param name="Input">10x folder, or none: cells are simulated.</param>
/// <param name="Cells">Training cells at most, and landmarks.</param>
/// <param name="Genes">Most variable genes that the networks model.</param>
/// <param name="Threads">Threads on every side.</param>
/// <param name="Repeats">How often everything is timed, by turns.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Python">A Python interpreter with PyTorch, or none: one is looked for.</param>
internal sealed record BenchOptions(string? Input, int Cells, int Genes, int Threads, int Repeats, int Seed, string? Python);
