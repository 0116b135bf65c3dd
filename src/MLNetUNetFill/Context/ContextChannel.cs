namespace MLNetUNetFill.Context;

/// <summary>
/// The channels of a cell's context image, in this order. z = (a - m) / s with the gene's <see cref="CellContext.Mean"/> m and
/// <see cref="CellContext.Deviation"/> s, d its detection rate, f its share; sums over the k nearest landmarks, the cell itself excluded:
/// A of expression, B of detections, X of counts, T of library sizes; M is <see cref="CellContext.MedianLibrary"/>.
/// </summary>
internal enum ContextChannel
{
    /// <summary>z where observed, else 0.</summary>
    Expression,
    /// <summary>1 where observed, else 0.</summary>
    Observed,
    /// <summary>((A + m) / (B + 1) - m) / s of the 5 nearest.</summary>
    NeighbourMean5,
    /// <summary>B / k of the 5 nearest.</summary>
    NeighbourDetection5,
    /// <summary>ln((X + f M) / (T + M) / f) of the 5 nearest.</summary>
    NeighbourRate5,
    /// <summary>As for 5, of the 15 nearest.</summary>
    NeighbourMean15,
    /// <summary>As for 5, of the 15 nearest.</summary>
    NeighbourDetection15,
    /// <summary>As for 5, of the 15 nearest.</summary>
    NeighbourRate15,
    /// <summary>As for 5, of the 50 nearest.</summary>
    NeighbourMean50,
    /// <summary>As for 5, of the 50 nearest.</summary>
    NeighbourDetection50,
    /// <summary>As for 5, of the 50 nearest. Plus ln f it is the base that the rate head corrects.</summary>
    NeighbourRate50,
    /// <summary>The cell's own ln((x + f M) / (L + M) / f).</summary>
    OwnRate,
    /// <summary>Soft-thresholded completion of z, zeros as missing.</summary>
    Completion,
    /// <summary>Reconstruction of standardised expression from its first 10 components.</summary>
    Reconstruction10,
    /// <summary>Reconstruction of standardised expression from its first 30 components.</summary>
    Reconstruction30,
    /// <summary>Reconstruction of the clipped Pearson residuals.</summary>
    ResidualReconstruction,
    /// <summary>Mean of z over the cell's observed genes, the same in every pixel.</summary>
    CellMean,
    /// <summary>(ln L - mean) / standard deviation over the training cells, the same in every pixel.</summary>
    Library,
    /// <summary>ln(f L) / 2, half the expected log count.</summary>
    ExpectedCount,
    /// <summary>m, divided by the largest gene's.</summary>
    GeneMean,
    /// <summary>d.</summary>
    GeneDetection,
    /// <summary>s.</summary>
    GeneDeviation,
    /// <summary>The residuals of <see cref="Completion"/> at the gene's <see cref="CellContext.Related"/> genes, 0 where they are not observed,
    /// weighted and summed: what goes with single genes rather than with the leading components.</summary>
    RelatedGenes,
    /// <summary>As <see cref="Completion"/>, with <see cref="CellContext.CoarseCompletion"/>.</summary>
    CoarseCompletion,
}
