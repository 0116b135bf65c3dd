namespace MLNetUNetFill.Cells;

/// <summary>Library-size normalisation: counts of one cell to log1p CP10k, the unit of everything behind the input.</summary>
internal static class LibrarySize
{
    /// <summary>The total that every cell's counts are scaled to.</summary>
    public const double Target = 1e4;

    /// <summary><c>log1p(1e4 * count / library)</c>; 0 for a cell without counts, so that an all-zero cell stays zero.</summary>
    /// <param name="count">The count of one gene, not negative.</param>
    /// <param name="library">The cell's library size.</param>
    public static float Log1pCp10k(float count, double library) => library > 0 ? (float)double.LogP1(Target * count / library) : 0;
}
