using Microsoft.ML;

namespace MLNetUNetFill;

/// <summary>Adds the gap filling to <see cref="MLContext.Transforms"/>.</summary>
public static class UNetGapFillCatalog
{
    /// <summary>Creates a <see cref="UNetGapFillEstimator"/>: raw counts in, filled log1p CP10k out, <c>cells x genes</c>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of raw counts: a known-size vector of <see cref="float"/>.</param>
    /// <param name="options">Everything else; its two column names are replaced by the two above.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static UNetGapFillEstimator FillGapsWithUNet(this TransformsCatalog catalog, string outputColumnName = "Filled",
        string inputColumnName = "Counts", UNetGapFillOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new UNetGapFillEstimator((options ?? new UNetGapFillOptions()) with
        {
            InputColumnName = inputColumnName,
            OutputColumnName = outputColumnName,
        });
    }
}
