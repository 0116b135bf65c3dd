namespace MLNetUNetFill.Cli.Report;

/// <summary>What was read.</summary>
/// <param name="Path">As named on the command line.</param>
/// <param name="Cells">Cells.</param>
/// <param name="Genes">Genes.</param>
/// <param name="NonZero">Non-zero counts.</param>
internal sealed record InputReport(string Path, int Cells, int Genes, long NonZero)
{
    /// <summary>Describes a matrix.</summary>
    public static InputReport Of(string path, CountMatrix counts) => new(path, counts.CellCount, counts.GeneCount, counts.NonZeroCount);
}
