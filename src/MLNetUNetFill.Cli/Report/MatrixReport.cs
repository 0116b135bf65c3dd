namespace MLNetUNetFill.Cli.Report;

/// <summary>A matrix that every method filled.</summary>
/// <param name="Name">Its name: a hold-out, a thinning split or a permutation.</param>
/// <param name="Cells">Cells.</param>
/// <param name="Genes">Genes.</param>
/// <param name="NonZero">Non-zero counts that the methods saw.</param>
internal sealed record MatrixReport(string Name, int Cells, int Genes, long NonZero);
