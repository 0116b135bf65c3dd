namespace MLNetUNetFill.Context;

/// <summary>A soft-thresholded completion of z = (a - Mean) / Deviation over the observed entries (Mazumder, Hastie and Tibshirani, soft-impute, JMLR 2010).</summary>
/// <param name="Basis">Right singular vectors, <c>[G, rank]</c>, row-major, orthonormal columns.</param>
/// <param name="Shrinkage">How much each of these directions is shrunk, (d - threshold) / d, <c>[rank]</c>.</param>
internal sealed record LowRankCompletion(float[] Basis, float[] Shrinkage)
{
    /// <summary>Number of columns.</summary>
    public int Rank => Shrinkage.Length;
}
