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
    /// <param name="mlContext">The context of the catalog, which the catalog does not reveal; give it to have <see cref="MLContext.GpuDeviceId"/> and
    /// <see cref="MLContext.FallbackToCpu"/> heeded where <paramref name="options"/> name no device.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static UNetGapFillEstimator FillGapsWithUNet(this TransformsCatalog catalog, string outputColumnName = "Filled",
        string inputColumnName = "Counts", UNetGapFillOptions? options = null, MLContext? mlContext = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var named = (options ?? new UNetGapFillOptions()) with { InputColumnName = inputColumnName, OutputColumnName = outputColumnName };
        return mlContext is null ? new UNetGapFillEstimator(named) : new UNetGapFillEstimator(mlContext, named);
    }
}
