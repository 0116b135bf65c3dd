namespace MLNetUNetFill.Evaluation;

/// <summary>Adds the published methods to <see cref="MLContext.Transforms"/>.</summary>
public static class BaselineCatalog
{
    /// <summary>Creates a <see cref="BaselineEstimator"/>: raw counts in, filled log1p CP10k out, <c>cells x genes</c>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="method">The method, with its options.</param>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of raw counts: a known-size vector of <see cref="float"/>.</param>
    /// <exception cref="ArgumentException">A column name is empty, or both are the same.</exception>
    public static BaselineEstimator FillGapsWithBaseline(this TransformsCatalog catalog, Baseline method,
        string outputColumnName = "Filled", string inputColumnName = "Counts")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new BaselineEstimator(method, outputColumnName, inputColumnName);
    }
}
