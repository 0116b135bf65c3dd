namespace MLNetUNetFill.Context;

/// <summary>
/// All that the context channels of a cell need besides the cell itself: learned on the training cells and stored in the model, so that a
/// cell is scored alone. <c>G</c> is the number of modelled genes; every matrix is row-major. A cell's counts are x, its library size over
/// all genes, modelled or not, is L, and its expression is a = log1p(1e4 x / L). The symbols of the properties are those of the channels.
/// </summary>
/// <param name="Mean">m: mean of a over the cells that show the gene, <c>[G]</c>.</param>
/// <param name="Deviation">s: standard deviation of a over the cells that show the gene, shrunk towards the average gene's by five
/// observations, <c>[G]</c>.</param>
/// <param name="DetectionRate">Share of the cells that show the gene, <c>[G]</c>.</param>
/// <param name="Share">f: the gene's share of all counts, with half a count added to every gene, <c>[G]</c>.</param>
/// <param name="MedianLibrary">M: median library size of the training cells: the pseudo-depth of the log-rate ratios.</param>
/// <param name="LogLibraryMean">Mean of ln L over the training cells.</param>
/// <param name="LogLibraryDeviation">Standard deviation of ln L over the training cells, above 0.</param>
/// <param name="Neighbourhood">The leading components of <see cref="Standardised"/>, on which neighbours are found.</param>
/// <param name="Standardised">Principal components of a, each gene standardised over all cells (zeros included).</param>
/// <param name="ResidualBasis">Principal directions of the clipped Pearson residuals, <c>[G, rank]</c>.</param>
/// <param name="Completion">The completion whose residuals <see cref="Related"/> is about.</param>
/// <param name="CoarseCompletion">A completion that is shrunk twice as much: it trusts the strongest directions alone.</param>
/// <param name="Related">The genes whose residuals of the completion go with a gene's.</param>
/// <param name="Landmarks">The cells among which neighbours are sought.</param>
internal sealed record CellContext(float[] Mean, float[] Deviation, float[] DetectionRate, float[] Share, float MedianLibrary,
    float LogLibraryMean, float LogLibraryDeviation, LinearSubspace Neighbourhood, LinearSubspace Standardised, float[] ResidualBasis,
    LowRankCompletion Completion, LowRankCompletion CoarseCompletion, RelatedGenes Related, LandmarkBank Landmarks);

/// <summary>An orthonormal basis of standardised expression: (a - <paramref name="Centre"/>) / <paramref name="Scale"/> is projected on
/// it.</summary>
/// <param name="Centre"><c>[G]</c>.</param>
/// <param name="Scale"><c>[G]</c>, above 0.</param>
/// <param name="Basis"><c>[G, rank]</c>, row-major, orthonormal columns, the largest variance first.</param>
/// <param name="Rank">Number of columns.</param>
internal sealed record LinearSubspace(float[] Centre, float[] Scale, float[] Basis, int Rank);

/// <summary>A soft-thresholded completion of z = (a - m) / s over the observed entries (Mazumder, Hastie and Tibshirani, soft-impute, JMLR
/// 2010).</summary>
/// <param name="Basis">Right singular vectors, <c>[G, rank]</c>, row-major, orthonormal columns.</param>
/// <param name="Shrinkage">How much each of these directions is shrunk, (d - threshold) / d, <c>[rank]</c>.</param>
internal sealed record LowRankCompletion(float[] Basis, float[] Shrinkage)
{
    /// <summary>Number of columns.</summary>
    public int Rank => Shrinkage.Length;
}

/// <summary>The training cells (a sample of them where there are many) among which a cell finds its neighbours.</summary>
/// <param name="Count">Number of landmarks.</param>
/// <param name="Counts">Their counts of the modelled genes, <c>[Count, G]</c>, row-major.</param>
/// <param name="Libraries">Their library sizes over all genes, <c>[Count]</c>.</param>
/// <param name="Scores">Their coordinates in <see cref="CellContext.Neighbourhood"/>, <c>[Count, rank]</c>.</param>
internal sealed record LandmarkBank(int Count, float[] Counts, float[] Libraries, float[] Scores);
