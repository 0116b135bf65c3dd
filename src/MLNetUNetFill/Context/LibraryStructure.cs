namespace MLNetUNetFill.Context;

/// <summary>
/// Tells whether neighbours share their library sizes: because cells of a type are alike in size, or because sparse counts betray the
/// depth. Where they do not, values that depend on a cell's own depth would part cells that the counts put together.
/// </summary>
internal static class LibraryStructure
{
    /// <summary>The share of the variance of ln L that neighbours have to explain.</summary>
    public const double LeastExplained = 0.5;

    /// <summary>Whether neighbours explain at least half of the variance of ln L over the landmarks.</summary>
    public static bool IsShared(CellContext context) => ExplainedVariance(context) >= LeastExplained;

    /// <summary>The squared Pearson correlation of the landmarks' ln L with the logarithm of their nearest landmarks' mean
    /// library.</summary>
    /// <returns>In [0, 1]; 0 where it falls as theirs grows, as it must if all landmarks are neighbours; NaN if all libraries are
    /// equal.</returns>
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
