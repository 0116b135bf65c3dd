namespace MLNetUNetFill.Cells;

/// <summary>Chooses genes of a matrix.</summary>
internal static class GeneChoice
{
    /// <summary>The most variable genes in log1p CP10k, of those seen in enough cells: what training would choose.</summary>
    /// <param name="counts">Raw counts.</param>
    /// <param name="count">How many; 0 for all.</param>
    /// <returns>Gene indices, ascending.</returns>
    public static int[] MostVariable(CountMatrix counts, int count)
    {
        var statistics = new GeneStatistics(counts.GeneCount);
        for (var cell = 0; cell < counts.CellCount; cell++)
            statistics.Add(counts.GenesOf(cell), counts.ValuesOf(cell), counts.LibrarySize(cell));
        return GeneSelection.MostVariable(statistics, count, new UNetGapFillOptions().MinDetectionRate);
    }
}
