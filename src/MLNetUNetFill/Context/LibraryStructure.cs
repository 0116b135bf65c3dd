namespace MLNetUNetFill.Context;

/// <summary>
/// Tells whether library sizes are part of what cells are or chance. Cells of a large type have large libraries, and so have their neighbours;
/// how deeply a well or droplet happened to be sequenced is not shared by its neighbours.
/// </summary>
internal static class LibraryStructure
{
    /// <summary>The share of the variance of ln L that neighbours have to explain for the library size to count as the cell's own.</summary>
    public const double LeastExplained = 0.5;

    /// <summary>Whether neighbours explain less than half of the variance of ln L over the landmarks.</summary>
    public static bool IsTechnical(CellContext context) => !(ExplainedVariance(context) >= LeastExplained);

    /// <summary>The squared Pearson correlation of the landmarks' ln L with the logarithm of their nearest landmarks' mean library.</summary>
    /// <returns>In [0, 1]; 0 where it falls as theirs grows, as it must if all landmarks are neighbours; NaN if all libraries are equal.</returns>
    public static double ExplainedVariance(CellContext context)
    {
        var neighbours = new NeighbourSums(context);
        var bank = context.Landmarks;
        var (own, theirs) = (new double[bank.Count], new double[bank.Count]);
        for (var landmark = 0; landmark < bank.Count; landmark++)
        {
            own[landmark] = Math.Log(bank.Libraries[landmark]);
            theirs[landmark] = Math.Log(neighbours.LibrariesAround(landmark));
        }
        var (ownMean, theirMean) = (own.Average(), theirs.Average());
        double crossed = 0, ownSquares = 0, theirSquares = 0;
        for (var landmark = 0; landmark < bank.Count; landmark++)
        {
            double a = own[landmark] - ownMean, b = theirs[landmark] - theirMean;
            crossed += a * b;
            ownSquares += a * a;
            theirSquares += b * b;
        }
        return crossed < 0 ? 0 : crossed * crossed / (ownSquares * theirSquares);
    }
}
